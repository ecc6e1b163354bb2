"""Every URL of the product, written out."""

from django.contrib import admin
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.views.generic import RedirectView

from dashboard import appearance
from dashboard.accounts import links, passwords, people, session_views, single_sign_on
from dashboard.accounts import second_factor_views as second_factor
from dashboard.alerts import views as alerts
from dashboard.audit import views as audit
from dashboard.changes import views as changes
from dashboard.compare import views as comparison
from dashboard.finding import views as find
from dashboard.groups import views as groups
from dashboard.monitoring import health
from dashboard.numbers import exports, saved_views
from dashboard.numbers import views as numbers
from dashboard.overview import views as overview
from dashboard.refreshes import views as refreshes
from dashboard.responses import errors
from dashboard.trends import views as trends
from dashboard.users import views as users


class QuoId(StringConverter):
    """An id is opaque: any text at all, percent-encoded in the URL, and no path segment."""

    regex = r"[\s\S]+"

    def to_python(self, value: str) -> str:
        if "\x00" in value or len(value) > 255:
            raise ValueError("no database can hold this id")
        return value


register_converter(QuoId, "quo")

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("attention/snooze/", overview.snooze_item, name="snooze"),
    path("attention/unsnooze/", overview.unsnooze_item, name="unsnooze"),
    path("find/", find.find, name="find"),
    path("suggestions/users/", find.suggest_users, name="suggest-users"),
    path("suggestions/numbers/", find.suggest_numbers, name="suggest-numbers"),
    # /numbers/
    path("numbers/", numbers.number_list, name="numbers"),
    path("numbers/facets/", numbers.number_facets, name="number-facets"),
    path("numbers/export.csv", exports.export_csv, name="export-csv"),
    path("numbers/export.json", exports.export_json, name="export-json"),
    path("numbers/export.xlsx", exports.export_xlsx, name="export-xlsx"),
    path("numbers/columns/", saved_views.choose_columns, name="choose-columns"),
    path("numbers/views/", saved_views.save_view, name="save-view"),
    path("numbers/views/<int:id>/", saved_views.open_view, name="open-view"),
    path("numbers/views/<int:id>/change/", saved_views.change_view, name="change-view"),
    path("numbers/views/<int:id>/delete/", saved_views.delete_view, name="delete-view"),
    path("numbers/<quo:id>/", numbers.number_detail, name="number"),
    # /users/
    path("users/", users.user_list, name="users"),
    path("users/export.csv", users.export_users, {"kind": "csv"}, name="export-users-csv"),
    path("users/export.json", users.export_users, {"kind": "json"}, name="export-users-json"),
    path("users/offboarding", users.offboarding_of_several, name="offboarding-of-several"),
    path("users/<quo:id>/", users.user_detail, name="user"),
    path("users/<quo:id>/offboarding.txt", users.offboarding, name="offboarding"),
    # /groups/
    path("groups/", groups.group_list, name="groups"),
    path("groups/export.csv", groups.export_groups, {"kind": "csv"}, name="export-groups-csv"),
    path("groups/export.json", groups.export_groups, {"kind": "json"}, name="export-groups-json"),
    path("groups/<quo:id>/", groups.group_detail, name="group"),
    # /changes/
    path("changes/", changes.change_list, name="changes"),
    path("changes/seen/", changes.mark_seen, name="mark-seen"),
    path("changes/export.csv", changes.export_csv, name="export-changes"),
    # /trends/
    path("trends/", trends.trends, name="trends"),
    path("trends/export.csv", trends.export_csv, name="export-trends"),
    # /compare/
    path("compare/", comparison.compare, name="compare"),
    path("compare/export.csv", comparison.export_comparison, {"kind": "csv"}, name="export-comparison-csv"),
    path("compare/export.json", comparison.export_comparison, {"kind": "json"}, name="export-comparison-json"),
    path("compare/export.xlsx", comparison.export_comparison, {"kind": "xlsx"}, name="export-comparison-xlsx"),
    # /refreshes/
    path("refreshes/", refreshes.refreshes, name="refreshes"),
    path("refreshes/export.csv", refreshes.export_refreshes, {"kind": "csv"}, name="export-refreshes-csv"),
    path("refreshes/export.json", refreshes.export_refreshes, {"kind": "json"}, name="export-refreshes-json"),
    path("refreshes/<int:id>/", refreshes.refresh_detail, name="refresh"),
    path("refreshes/<int:id>/status/", refreshes.refresh_status, name="refresh-status"),
    path("refreshes/<int:id>/cancel/", refreshes.cancel_refresh, name="refresh-cancel"),
    path("refreshes/<int:id>/removals/", refreshes.decide_removals, name="refresh-removals"),
    path("freshness/", refreshes.freshness, name="freshness"),
    path("connection/", refreshes.test_connection, name="test-connection"),
    # /alerts/
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/new/", alerts.new_rule, name="new-rule"),
    path("alerts/test/", alerts.test_channel, name="test-channel"),
    path("alerts/<int:id>/", alerts.rule_detail, name="alert"),
    path("alerts/<int:id>/change/", alerts.change_rule, name="change-rule"),
    path("alerts/<int:id>/delete/", alerts.delete_rule, name="delete-rule"),
    path("alerts/<int:id>/switch/", alerts.switch_rule, name="switch-rule"),
    path("alerts/<int:id>/subscribe/", alerts.subscribe, name="subscribe"),
    path("alerts/deliveries/<int:id>/again/", alerts.send_again, name="send-again"),
    # how the pages look
    path("theme/", appearance.theme, name="theme"),
    path("time-zone/", appearance.time_zone, name="time-zone"),
    path("patterns/", appearance.patterns, name="patterns"),
    # signing in and out
    path("accounts/login/", passwords.sign_in, name="login"),
    path("accounts/login/code/", second_factor.second_step, name="second-step"),
    path("accounts/login/link/", links.sign_in_link, name="sign-in-link"),
    path("accounts/logout/", passwords.sign_out, name="logout"),
    path("accounts/password/", passwords.password, name="password"),
    path("accounts/people/", people.people, name="people"),
    path("accounts/people/<int:id>/", people.change_person, name="change-person"),
    path("accounts/sessions/", session_views.sessions, name="sessions"),
    path("accounts/sessions/end/", session_views.end_other_sessions, name="end-other-sessions"),
    path("accounts/sessions/<slug:key>/end/", session_views.end_session, name="end-session"),
    path("accounts/second-factor/", second_factor.page, name="second-factor"),
    path("accounts/second-factor/recovery-codes/", second_factor.new_codes, name="new-recovery-codes"),
    path("accounts/second-factor/replace/", second_factor.replace, name="replace-second-factor"),
    path("accounts/second-factor/cancel/", second_factor.cancel, name="cancel-second-factor"),
    path("accounts/second-factor/off/", second_factor.turn_off, name="second-factor-off"),
    path("accounts/single-sign-on/", single_sign_on.begin, name="single-sign-on"),
    path("accounts/single-sign-on/callback/", single_sign_on.callback, name="single-sign-on-callback"),
    # /audit/
    path("audit/", audit.audit, name="audit"),
    path("audit/export.csv", audit.export_audit, {"kind": "csv"}, name="export-audit-csv"),
    path("audit/export.jsonl", audit.export_audit, {"kind": "jsonl"}, name="export-audit-jsonl"),
    # Django's admin, by our own sign-in and form for a new password
    path("admin/login/", passwords.admin_sign_in, name="admin-sign-in"),
    path("admin/password_change/", RedirectView.as_view(pattern_name="password")),
    path("admin/", admin.site.urls),
    # for monitors
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
