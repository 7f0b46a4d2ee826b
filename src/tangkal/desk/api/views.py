"""Plain views before the API, and the page on which people make and revoke tokens."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts import freshness, second_factor
from tangkal.desk.accounts.models import User
from tangkal.desk.api import problems, tokens
from tangkal.desk.api.gate import open_view
from tangkal.desk.api.models import ApiToken
from tangkal.desk.api.scopes import SCOPES, acts, scopes_for
from tangkal.desk.api.tokens import LONGEST_ACTING
from tangkal.desk.ui.numbers import whole_number

PAGE = 40
DAYS = (30, 90, 180, 365)


@open_view
def answer(request: HttpRequest, rest: str) -> HttpResponse:
    """Every operation; the API is loaded when it is first asked for one."""
    from tangkal.desk.api import operations  # noqa: PLC0415 - half a second, see there

    return operations.answer(request, rest)


@open_view
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document: open to all, since it says nothing of anybody."""
    if request.method not in {"GET", "HEAD"}:
        raise problems.not_that_way("GET")
    from tangkal.desk.api import document  # noqa: PLC0415

    return JsonResponse(document.schema())


@require_GET
@login_required
def reference(request: HttpRequest) -> HttpResponse:
    """All operations as people read them."""
    from tangkal.desk.api import reading  # noqa: PLC0415 - half a second, see operations

    return render(request, "api/reference.html", {"groups": reading.groups()})


@open_view
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    raise problems.nothing_here(request.path)


def own(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_http_methods(["GET", "POST"])
@login_required
def token_page(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and a form for another; an administrator sees those below too."""
    user = own(request)
    made, text = None, ""
    if request.method == "POST":
        codes = [code for code in request.POST.getlist("scopes") if code in SCOPES]
        if acts(codes) and not freshness.is_fresh(request):
            freshness.keep(request, _("Make the token"))
            return freshness.to_proof(request)
        freshness.forget_kept(request)
        try:
            if acts(codes):
                check_second_factor(request)
            made, text = tokens.make(
                user,
                name=request.POST.get("name", ""),
                scopes=codes,
                days=whole_number(request.POST.get("days")),
                is_proven=freshness.is_fresh(request),
            )
        except ValidationError as error:
            notices.error(request, " ".join(error.messages))
    page = Paginator(tokens.tokens_for(user), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(each, tokens.may_revoke(user, each), labels(each)) for each in page],
        "scopes": {code: each for code, each in scopes_for(user).items() if not each.acts},
        "acting": {code: each for code, each in scopes_for(user).items() if each.acts},
        "shift_hours": LONGEST_ACTING // timedelta(hours=1),
        "days": DAYS,
        "made": made,
        "text": text,
        "name": "" if made else request.POST.get("name", ""),
    }
    response = render(
        request, "api/tokens.html", context, status=422 if is_refused(request, made) else 200
    )
    response["Cache-Control"] = "no-store"  # the token must not lie in a cache
    return response


def check_second_factor(request: HttpRequest) -> None:
    """Whoever lets a program act has shown more than a password, whatever their role.

    Raises:
        ValidationError: this session was opened without a second factor.
    """
    if settings.SECOND_FACTOR_REQUIRED and not second_factor.is_proved(request):
        raise ValidationError(
            _("Sign in with a second factor first; set one up under My account if you have none.")
        )


def is_refused(request: HttpRequest, made: ApiToken | None) -> bool:
    return request.method == "POST" and made is None


def labels(token: ApiToken) -> list[object]:
    return [SCOPES[code].label if code in SCOPES else code for code in token.scopes]


@require_POST
@login_required
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token at once."""
    user = own(request)
    token = tokens.tokens_for(user).filter(pk=token_id).first()
    if token is None:
        raise Http404(token_id)
    tokens.revoke(token, by=user)
    notices.success(request, _("The token is revoked; no program can use it any more."))
    return redirect("api-tokens")
