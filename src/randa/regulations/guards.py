"""What the database itself refuses: changing a version that people have published, and a region's word on what is not its to decide."""

import pgtrigger

PUBLISHED = pgtrigger.Q(old__is_reference=False) & ~pgtrigger.Q(old__state="draft")
SAID = ("organisation", "name", "version", "valid_from", "valid_before", "decided_by", "source", "paragraph", "link")

_CHANGED = pgtrigger.Q()
for _name in SAID:
    _CHANGED |= pgtrigger.Q(**{f"old__{_name}__df": pgtrigger.F(f"new__{_name}")})

OF_RULE_SETS = [
    pgtrigger.FSM(
        name="rule_set_goes_allowed_ways",
        field="state",
        transitions=[("draft", "published"), ("published", "withdrawn")],
    ),
    pgtrigger.Protect(name="rule_set_says_what_it_said", operation=pgtrigger.Update, condition=PUBLISHED & _CHANGED),
    pgtrigger.Protect(
        name="rule_set_keeps_its_origin",
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__is_reference__df=pgtrigger.F("new__is_reference")),
    ),
    pgtrigger.Protect(name="rule_set_is_never_removed", operation=pgtrigger.Delete, condition=PUBLISHED),
]

_STANDS = """
    IF TG_OP <> 'INSERT' AND EXISTS (
        SELECT 1 FROM regulations_ruleset s WHERE s.id = OLD.rule_set_id AND NOT s.is_reference AND s.state <> 'draft'
    ) THEN
        RAISE EXCEPTION 'rule_stands_as_published: rule % of rule set %', OLD.key, OLD.rule_set_id;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    SELECT s.state INTO state FROM regulations_ruleset s WHERE s.id = NEW.rule_set_id AND NOT s.is_reference;
    IF state IS NULL THEN
        RETURN NEW;
    END IF;
    IF state <> 'draft' THEN
        RAISE EXCEPTION 'rule_stands_as_published: rule % of rule set %', NEW.key, NEW.rule_set_id;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM regulations_rulekey k
        WHERE k.key = NEW.key AND NOT EXISTS (
            SELECT 1 FROM jsonb_path_query(NEW.value, '$[*] ? (@.type() == "number")') number
            WHERE number::numeric < k.minimum OR number::numeric > k.maximum
        )
    ) THEN
        RAISE EXCEPTION 'rule_is_the_regions_to_decide: % = %', NEW.key, NEW.value;
    END IF;
    RETURN NEW;
"""

OF_RULES = [
    pgtrigger.Trigger(
        name="rule_stands_as_published",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("state", "text")],
        func=_STANDS,
    ),
]
