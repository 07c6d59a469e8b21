"""What a merge of two accounts does to roles, numbers, invitations and agreements."""

from django.utils.translation import gettext_lazy as _

from randa.core.merging import join, keep, move, register

register(
    join("people.RoleAssignment.user", _("roller och vikariat"), by="roles"),
    join("people.IdentityNumber.person", _("identitetsnummer"), by="identity"),
    move("people.User.merged_into", _("konton som redan är sammanslagna")),
    move("people.ExternalId.user", _("id i arbetsgivares system")),
    move("people.RoleBatch.person", _("gemensamma ändringar av personens roller")),
    move("people.RoleBatch.made_by", _("gemensamma ändringar av roller som personen har gjort")),
    move("people.RoleBatchLine.user", _("rader i gemensamma ändringar av roller")),
    move("people.Invitation.invited_by", _("inbjudningar som personen har gjort")),
    move("people.Invitation.backed_by", _("inbjudningar som personen står bakom")),
    move("people.SharingAgreement.person", _("avtal om delning som gäller personen")),
    *keep(
        "people.AccountMerge.survivor",
        "people.AccountMerge.merged",
        "people.AccountMerge.made_by",
        "people.AccountMerge.undone_by",
        "people.RoleAssignment.granted_by",
        "people.RoleBatch.undone_by",
        "people.IdentityNumber.recorded_by",
        "people.RegistrationRequest.decided_by",
        "people.SharingAgreement.proposed_by",
        "people.SharingAgreement.answered_by",
        "people.SharingAgreement.ended_by",
        what=_("beslut och underskrifter"),
    ),
)
