"""Follow by e-mail: ask, confirm, change, stop. Opening a page never changes anything.

Programs open every link of a message before a person reads it; only a button does something.
"""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tangkal.desk.following import commands, links, queries, texts
from tangkal.desk.following.forms import ChoicesForm, FollowForm
from tangkal.desk.following.models import Follower, Wish
from tangkal.desk.portal.caching import own_page, public_page
from tangkal.desk.portal.choices import Wanted
from tangkal.desk.portal.flood import may_send
from tangkal.desk.portal.tokens import new_token, read_token

WISHES_AN_HOUR = 10  # from one connection
ANY = ["GET", "HEAD", "POST"]


# No CSRF cookie: the signed name in the form, or in the address, takes its place.
@csrf_exempt
@require_http_methods(ANY)
@own_page
def follow(request: HttpRequest) -> HttpResponse:
    """Choose, and leave an address; an e-mail then asks its owner."""
    wanted = Wanted.of(request.GET)
    if request.method != "POST":
        initial = {
            "token": new_token(),
            "topics": [wanted.kategori] if wanted.kategori else [],
            "regions": [wanted.wilayah] if wanted.wilayah else [],
        }
        form = FollowForm(initial=initial, districts=districts_in([wanted.wilayah]))
        return form_page(request, form, 200)
    form = FollowForm(request.POST, districts=districts_in(request.POST.getlist("regions")))
    if not form.is_valid():
        return form_page(request, form, 400)
    if form.cleaned_data["website"]:
        return redirect("portal")  # a field no person sees was filled in
    if not may_send(request, "follows", WISHES_AN_HOUR):
        form.add_error(None, _("Many wishes came from this connection; please wait an hour."))
        return form_page(request, form, 429)
    try:
        commands.ask(
            form.cleaned_data["email"],
            form.pairs(),
            form.cleaned_data["rhythm"],
            language=(get_language() or "id")[:2],
            with_province=form.cleaned_data["with_province"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return form_page(request, form, 400)
    return redirect("follow-sent")


def districts_in(codes: list[str]) -> list[str]:
    """The list of regions names provinces; a district joins it where one came along."""
    return [code for code in codes if "." in code][: commands.MOST_CHOICES]


def form_page(request: HttpRequest, form: FollowForm, status: int) -> HttpResponse:
    """The form, with what was written in it; a stale name in it is renewed."""
    if form.is_bound and read_token(form["token"].value() or "") is None:
        renewed = request.POST.copy()
        renewed["token"] = new_token()
        form.data = renewed
    context = {"form": form, "chats": queries.chats()}
    return render(request, "following/follow.html", context, status=status)


@public_page
def sent(request: HttpRequest) -> HttpResponse:
    """The same for every address: nobody learns here who follows."""
    return render(request, "following/sent.html")


@csrf_exempt
@require_http_methods(ANY)
@own_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What was asked for, and the button that makes it hold."""
    name = links.read_wish(token)
    wish = commands.open_wish(name, timezone.now()) if name else None
    if wish is None:
        return render(request, "following/over.html", status=404)
    if request.method == "POST":
        follower = commands.confirm(wish)
        return redirect("follow-change", links.token_of(follower))
    return render(request, "following/confirm.html", {"wish": wish, "what": asked_for(wish)})


def asked_for(wish: Wish) -> str:
    pairs = [(topic, region) for topic, region in wish.choices]
    return texts.in_words(pairs, with_province=wish.with_province)


@csrf_exempt
@require_http_methods(ANY)
@own_page
def change(request: HttpRequest, token: str) -> HttpResponse:
    """What is followed, to be changed; nobody's address stands on it."""
    follower = follower_of(token)
    if follower is None:
        return render(request, "following/over.html", status=404)
    now = list(follower.choices.values_list("topic", "region"))
    regions = [region for _topic, region in now]
    is_changed = False
    if request.method == "POST":
        regions += request.POST.getlist("regions")
        form = ChoicesForm(request.POST, districts=districts_in(regions))
        if form.is_valid():
            try:
                follower = commands.change(
                    follower,
                    form.pairs(),
                    form.cleaned_data["rhythm"],
                    with_province=form.cleaned_data["with_province"],
                )
                is_changed = True
            except ValidationError as error:
                form.add_error(None, error)
    else:
        initial = {
            "topics": sorted({topic for topic, _region in now} - {""}),
            "regions": sorted({region for _topic, region in now} - {""}),
            "rhythm": follower.rhythm,
            "with_province": follower.with_province,
        }
        form = ChoicesForm(initial=initial, districts=districts_in(regions))
    context = {
        "form": form,
        "token": token,
        "is_changed": is_changed,
        "what": texts.in_words(
            follower.choices.values_list("topic", "region"),
            with_province=follower.with_province,
        ),
    }
    status = 400 if form.is_bound and not form.is_valid() else 200
    return render(request, "following/change.html", context, status=status)


@csrf_exempt
@require_http_methods(ANY)
@own_page
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One press, here or in the mail program (RFC 8058), and nothing comes any more."""
    name = links.read_follower(token)
    if name is None:
        return render(request, "following/over.html", status=404)
    follower = follower_of(token)
    if request.method == "POST" and follower is not None:
        commands.unfollow(follower.contact)
        follower = None
    return render(request, "following/stop.html", {"is_following": follower is not None})


def follower_of(token: str) -> Follower | None:
    name = links.read_follower(token)
    rows = Follower.objects.select_related("contact").filter(contact__ended_at=None)
    return rows.filter(name=name).first() if name else None
