"""Pictures and videos among the evidence of cases: have we seen them before?"""
