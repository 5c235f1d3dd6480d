//! Where a paragraph ends among adjacent lines of text, and how its lines are joined.

use super::lines::{Line, is_ideograph};
use super::marker::{Sign, marker};
use super::profile::Profile;
use super::shape::{self, Ending};

/// What stands between two lines of a block when they are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// A space: the line was wrapped between words.
    Space,
    /// Nothing: the line was wrapped inside a word or in a script without spaces.
    Nothing,
    /// Nothing, and the hyphen at the line's end goes: the word stands elsewhere without one.
    Unhyphened,
    /// A line break: the line ends where its author ended it.
    Break,
}

/// What shows a hyphen only where a line ends behind it.
const SOFT_HYPHEN: char = '\u{AD}';
/// What stands alone on the line above the signature of a mail.
pub(super) const SIGNATURE: &str = "--";
/// How much of the measure a title above text may take.
const SHORT_TITLE: f32 = 0.65;

/// How many of the first of these adjacent lines are one paragraph; at least one.
pub(super) fn extent(lines: &[Line<'_>], profile: &Profile) -> usize {
    let goes_on = |at: &usize| !starts_anew(lines, *at, profile);
    1 + (1..lines.len()).take_while(goes_on).count()
}

/// Whether a new paragraph starts with the line at `at`; the one before it starts at 0.
fn starts_anew(lines: &[Line<'_>], at: usize, profile: &Profile) -> bool {
    let (Some(first), Some(before), Some(line)) = (lines.first(), lines.get(at - 1), lines.get(at)) else {
        return true;
    };
    let next = lines.get(at + 1);
    if profile.measure.is_none() {
        return !is_set_line_by_line(before, line, profile)
            || is_numbered(line)
            || (at == 1 && is_title_above_sentences(before, lines.get(at..).unwrap_or_default()));
    }
    if line.indent > before.indent {
        if at == 1 && hangs_under_text(before, line, profile) {
            return false;
        }
        // What hangs goes on, or ends, and another begins where this one did.
        let ends = |next: &Line<'_>| {
            next.indent == first.indent
                && shape::ending(line.body) == Ending::Sentence
                && !shape::starts_small(next.body)
        };
        let is_hanging = next.is_none_or(|next| next.indent == line.indent || ends(next));
        let leads = before.body.ends_with("::");
        let goes_on = at == 1 && is_hanging && !leads && profile.is_full(before, line);
        return !goes_on && !is_centered(before, line);
    }
    if line.indent < before.indent {
        let closes_indent = at == 1
            && first.indent > line.indent
            && is_first_line_indent(first, line)
            && !is_set_above(first, line, next, profile);
        return !closes_indent && !is_centered(before, line);
    }
    let is_numbered_title = || {
        at == 1
            && (is_numbered(before) || shape::counted_word(before.body) == 2)
            && fill(before, line, profile) < SHORT_TITLE
            && is_title_above_sentences(before, lines.get(at..).unwrap_or_default())
    };
    is_explained(before, line, next, profile)
        || is_numbered_title()
        || leads_to(before, line, profile)
        || is_title_above(before, line, next, at, profile)
        || ends_early(before, line, profile)
}

/// Whether `line` is a term with its explanation beside it: the next line goes on under the
/// explanation, or the line before is another such, with its explanation in the same column.
fn is_explained(before: &Line<'_>, line: &Line<'_>, next: Option<&Line<'_>>, profile: &Profile) -> bool {
    let explanation = |line: &Line<'_>| {
        let gap = line.has_wide_space().then(|| line.body.find("   ")).flatten()?;
        let text = line.body.get(gap..)?.trim_start();
        Some(line.body.len() - text.len())
    };
    next.is_some_and(|next| hangs_under_text(line, next, profile))
        || explanation(line).is_some_and(|column| explanation(before) == Some(column))
}

/// Whether `next` stands under what follows a wide gap in `line`, or what follows its first word
/// where the line is full.
fn hangs_under_text(line: &Line<'_>, next: &Line<'_>, profile: &Profile) -> bool {
    // Less is the indent of a paragraph's first line, but below a label: `Q: `.
    const LEAST: usize = 5;
    const LABEL: usize = 3;
    let offset = next.indent.saturating_sub(line.indent);
    let Some((head, text)) = line.body.split_at_checked(offset).filter(|(head, _)| head.is_ascii()) else {
        return false;
    };
    let least = if head.trim_end().ends_with([':', '.']) { LABEL } else { LEAST };
    if offset < least {
        return false;
    }
    let is_set_off = head.ends_with(' ') && !text.starts_with(' ');
    let has_gap = head.ends_with("  ");
    is_set_off && (has_gap || (!head.trim_end().contains(' ') && profile.is_full(line, next)))
}

/// In a text that is not wrapped: short lines one below the other, where blank lines part blocks.
fn is_set_line_by_line(before: &Line<'_>, line: &Line<'_>, profile: &Profile) -> bool {
    const SHORT: usize = 60;
    let is_short = |line: &Line<'_>| line.right() <= SHORT && shape::ending(line.body) != Ending::Colon;
    profile.has_blank_lines && is_short(before) && is_short(line)
}

/// Whether unwrapped lines that were parted in case the first is a heading are one paragraph if it is none.
pub(super) fn are_set_as_one(before: &[Line<'_>], after: &[Line<'_>], profile: &Profile) -> bool {
    let ([.., last], [first, ..]) = (before, after) else { return false };
    profile.measure.is_none() && is_set_line_by_line(last, first, profile) && !is_numbered(first)
}

/// Whether a number comes first that something sets off: `2.` or `2.1`.
fn is_numbered(line: &Line<'_>) -> bool {
    marker(line.body).is_some_and(|marker| matches!(marker.sign, Sign::Number(number) if number.is_set_off()))
}

/// Whether a line that ends no sentence stands above such as do, all of them.
fn is_title_above_sentences(first: &Line<'_>, rest: &[Line<'_>]) -> bool {
    const WORDS: usize = 3;
    let is_sentence = |line: &Line<'_>| {
        matches!(shape::ending(line.body), Ending::Sentence | Ending::Question)
            && !shape::starts_small(line.body)
            && (line.body.contains(is_ideograph) || line.body.split_whitespace().count() >= WORDS)
    };
    matches!(shape::ending(first.body), Ending::Open | Ending::Question) && rest.iter().all(is_sentence)
}

/// Whether `first` has room for the next word and more, and a sentence or running text stands below it.
fn is_set_above(first: &Line<'_>, line: &Line<'_>, next: Option<&Line<'_>>, profile: &Profile) -> bool {
    let is_text =
        shape::ending(line.body) == Ending::Sentence || next.is_some_and(|next| profile.is_full(line, next));
    is_text && is_line_of_its_own(first, line, profile)
}

fn is_first_line_indent(first: &Line<'_>, line: &Line<'_>) -> bool {
    const DEEPEST: usize = 10;
    first.indent - line.indent <= DEEPEST
}

/// Whether two lines share their middle, far from the margin.
fn is_centered(one: &Line<'_>, other: &Line<'_>) -> bool {
    const MIN_INDENT: usize = 8;
    let middle = |line: &Line<'_>| line.indent + line.right();
    one.indent.min(other.indent) >= MIN_INDENT && middle(one).abs_diff(middle(other)) <= 2
}

/// Whether a short first line without a full stop stands right above wrapped text.
fn is_title_above(
    before: &Line<'_>,
    line: &Line<'_>,
    next: Option<&Line<'_>>,
    at: usize,
    profile: &Profile,
) -> bool {
    let is_short = fill(before, line, profile) < SHORT_TITLE && shape::ending(before.body) == Ending::Open;
    let is_body = !shape::starts_small(line.body) && next.is_some_and(|next| profile.is_full(line, next));
    at == 1 && is_short && is_body
}

/// Whether `before` ends with a colon, and has so much room that what it leads to stands on lines of its own.
fn leads_to(before: &Line<'_>, line: &Line<'_>, profile: &Profile) -> bool {
    const NARROW: f32 = 0.5;
    before.body.ends_with([':', '：']) && fill(before, line, profile) < NARROW
}

/// Whether a sentence ends well before the margin and another starts, in a text where no blank
/// lines part paragraphs.
fn ends_early(before: &Line<'_>, line: &Line<'_>, profile: &Profile) -> bool {
    let is_end = matches!(shape::ending(before.body), Ending::Sentence | Ending::Question | Ending::Colon);
    !profile.has_blank_lines && is_end && fill(before, line, profile) < 0.8 && !shape::starts_small(line.body)
}

/// How much of the measure `before` would take with the first word of `line`.
fn fill(before: &Line<'_>, line: &Line<'_>, profile: &Profile) -> f32 {
    shape::ratio(before.right() + 1 + line.first_word(), profile.measure.unwrap_or(usize::MAX))
}

/// What stands between the lines of one block. Most lines of prose end near the margin; where they
/// do not, each is kept as a line.
pub(super) fn joins(lines: &[Line<'_>], profile: &Profile) -> Vec<Join> {
    let pairs = || lines.iter().zip(lines.iter().skip(1));
    if lines.first().is_some_and(|line| line.body == SIGNATURE) {
        return pairs().map(|_| Join::Break).collect();
    }
    if are_fields(lines) {
        let join_field = |(line, next)| if is_field(next) { Join::Break } else { join(line, next, profile) };
        return pairs().map(join_field).collect();
    }
    if are_listed(lines) || is_set_right(lines) {
        return pairs().map(|_| Join::Break).collect();
    }
    if let [name, text, _, ..] = lines
        && is_above_speech(name, text, profile)
    {
        let rest = joins_of_text(lines.get(1..).unwrap_or_default(), profile);
        return std::iter::once(Join::Break).chain(rest).collect();
    }
    joins_of_text(lines, profile)
}

/// Whether `name`, in capitals on a line of its own with a full stop or a colon behind it, says who speaks below.
fn is_above_speech(name: &Line<'_>, text: &Line<'_>, profile: &Profile) -> bool {
    const MOST_WORDS: usize = 3;
    matches!(shape::ending(name.body), Ending::Sentence | Ending::Colon)
        && shape::is_capitals(name.body)
        && !shape::is_capitals(text.body)
        && name.body.split_whitespace().count() <= MOST_WORDS
        && is_line_of_its_own(name, text, profile)
}

/// What stands between lines that are nothing but text.
fn joins_of_text(lines: &[Line<'_>], profile: &Profile) -> Vec<Join> {
    const VERSE: f32 = 0.6;
    let pairs = || lines.iter().zip(lines.iter().skip(1));
    let short = pairs().filter(|(line, next)| is_line_of_its_own(line, next, profile)).count();
    let is_verse = profile.measure.is_none() || shape::ratio(short, lines.len().saturating_sub(1)) >= VERSE;
    let are_kept = (is_verse && short > 0) || are_ragged(lines, profile);
    pairs()
        .map(
            |(line, next)| {
                if are_kept || stays_apart(line, next) { Join::Break } else { join(line, next, profile) }
            },
        )
        .collect()
}

/// Whether a few short lines stand below each other at the right of the page, as an address and a date do.
pub(super) fn is_set_right(lines: &[Line<'_>]) -> bool {
    const MOST: usize = 6;
    const LEAST_INDENT: usize = 24;
    const WIDEST: usize = 36;
    let is_one = |line: &Line<'_>| {
        line.indent >= LEAST_INDENT && line.width <= WIDEST && !shape::starts_small(line.body)
    };
    (2..=MOST).contains(&lines.len())
        && lines.iter().all(is_one)
        && lines.first().is_some_and(|first| {
            first.body.ends_with(',') || lines.iter().all(|line| line.indent == first.indent)
        })
}

/// Whether nearly all of several lines end with something in brackets, as what programs list does.
fn are_listed(lines: &[Line<'_>]) -> bool {
    const FEWEST: usize = 3;
    let ends = |line: &&Line<'_>| {
        line.body.ends_with(']') && line.body.matches(" [").count() == 1 && !line.body.starts_with('[')
    };
    lines.len() >= FEWEST && lines.iter().filter(ends).count() * 4 >= lines.len() * 3
}

/// Whether lines that are set in have, most of them, room for more than the next word, beside the longest of them: no
/// margin ended them. In running text some end their lines where the sense does.
fn are_ragged(lines: &[Line<'_>], profile: &Profile) -> bool {
    const FEWEST: usize = 4;
    const SET_IN: usize = 3;
    const ROOM: usize = 5;
    const MOST: f32 = 0.6;
    let right = lines.iter().map(Line::right).max().unwrap_or_default();
    let has_room =
        |(line, next): &(&Line<'_>, &Line<'_>)| line.right() + 1 + next.first_word() + ROOM <= right;
    let roomy = lines.iter().zip(lines.iter().skip(1)).filter(has_room).count();
    let is_set_in = lines.iter().all(|line| line.indent >= profile.base_indent + SET_IN);
    lines.len() >= FEWEST && is_set_in && shape::ratio(roomy, lines.len() - 1) >= MOST
}

/// Whether `next` begins as only a line of its own does, or `line` ends as one: what is said in turn, what is to be
/// done, what a label links to, what leaders lead to; or both are one long word, or set in the middle.
fn stays_apart(line: &Line<'_>, next: &Line<'_>) -> bool {
    const LONG: usize = 16;
    let is_word =
        |body: &str| body.len() >= LONG && body.is_ascii() && !body.contains(' ') && !body.ends_with('-');
    is_said(line, next)
        || is_task(next.body)
        || is_label_of_link(next.body)
        || ends_with_leaders(line.body)
        || (is_word(line.body) && is_word(next.body))
        || (is_centered(line, next) && line.indent != next.indent)
}

/// Whether a dash opens what another says, or the same goes on to say, behind a sentence.
fn is_said(line: &Line<'_>, next: &Line<'_>) -> bool {
    let text = next.body.strip_prefix(['—', '―', '–']).map(str::trim_start);
    matches!(shape::ending(line.body), Ending::Sentence | Ending::Question | Ending::Colon)
        && text.is_some_and(|text| text.starts_with(char::is_alphabetic) && !shape::starts_small(text))
}

/// Whether a box that may be checked comes first: `[ ] the oars`.
fn is_task(body: &str) -> bool {
    ["[ ] ", "[x] ", "[X] "].iter().any(|mark| body.starts_with(mark))
}

/// Whether a label comes first that links are written with: `[boat]: https://…`.
fn is_label_of_link(body: &str) -> bool {
    let rest = body.strip_prefix('[').and_then(|rest| rest.split_once("]: ")).map(|(_, target)| target);
    rest.is_some_and(|target| target.contains("://") && !target.contains(' '))
}

/// Whether dots lead to the number that `body` ends with.
fn ends_with_leaders(body: &str) -> bool {
    let rest =
        body.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '€' | '$' | '£'));
    let number = body.get(rest.len()..).unwrap_or_default();
    number.ends_with(|c: char| c.is_ascii_digit())
        && (rest.trim_end().ends_with("....")
            || rest.trim_end().ends_with(". . .")
            || number.starts_with("...."))
}

/// Whether these are the fields that a mail or a report begins with (`Subject: The boat`): each line is one, or
/// stands further in and goes on with the one above.
fn are_fields(lines: &[Line<'_>]) -> bool {
    let Some((first, rest)) = lines.split_first() else { return false };
    let goes_on = |line: &Line<'_>| is_field(line) || line.indent > first.indent;
    is_field(first) && rest.iter().any(is_field) && rest.iter().all(goes_on)
}

/// Whether these lines are the signature of a mail, or fields with an address among them, as those of its head.
pub(super) fn is_of_mail(lines: &[Line<'_>]) -> bool {
    let is_signature = || lines.len() > 1 && lines.first().is_some_and(|line| line.body == SIGNATURE);
    is_signature() || (are_fields(lines) && lines.iter().any(|line| line.body.contains('@')))
}

/// Whether a line is a name with a colon, in a few words the first of which has a capital letter, and what it says.
fn is_field(line: &Line<'_>) -> bool {
    const LONGEST: usize = 30;
    const MOST_WORDS: usize = 3;
    if !line.body.starts_with(char::is_uppercase) {
        return false;
    }
    let colon = line.body.bytes().take(LONGEST + 1).position(|byte| byte == b':');
    let parts = colon.and_then(|colon| line.body.split_at_checked(colon));
    parts.is_some_and(|(name, rest)| {
        name.split(' ').count() <= MOST_WORDS
            && rest.starts_with(": ")
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | ' '))
    })
}

/// Whether `line` has room for the next word and more, and does not read on.
fn is_line_of_its_own(line: &Line<'_>, next: &Line<'_>, profile: &Profile) -> bool {
    const NARROW: f32 = 0.55;
    const SHORT: f32 = 0.75;
    let reads_on = shape::ending(line.body) == Ending::Open && shape::starts_small(next.body);
    let fill = fill(line, next, profile);
    profile.measure.is_none() || fill < NARROW || (fill < SHORT && !reads_on)
}

/// What stands between lines that are known to be wrapped.
pub(super) fn joins_wrapped(lines: &[Line<'_>], profile: &Profile) -> Vec<Join> {
    lines.iter().zip(lines.iter().skip(1)).map(|(line, next)| join(line, next, profile)).collect()
}

/// What stands between the lines that explain a term: a break where one has room for more than the next word and the
/// sense ends, or the next stands further in or out, or the room is wide.
pub(super) fn joins_in_explanation(lines: &[Line<'_>], profile: &Profile) -> Vec<Join> {
    const ROOM: usize = 8;
    const WIDE: usize = 24;
    let own = lines.iter().map(Line::right).max().unwrap_or_default();
    let ends = |(line, next): (&Line<'_>, &Line<'_>)| {
        let has_room = |room: usize, right: usize| line.right() + 1 + next.first_word() + room <= right;
        let is_moved = line.indent != next.indent && has_room(ROOM, profile.measure.unwrap_or(own).max(own));
        let is_said = !matches!(shape::ending(line.body), Ending::Open | Ending::Hyphen);
        is_moved || has_room(WIDE, own) || (is_said && has_room(ROOM, own))
    };
    let pairs = || lines.iter().zip(lines.iter().skip(1));
    let ends: Vec<_> = pairs().map(ends).collect();
    // What a colon leads to begins on a line of its own where it goes on with such.
    let leads = |at: usize, line: &Line<'_>| {
        shape::ending(line.body) == Ending::Colon && ends.get(at + 1).is_some_and(|&ends| ends)
    };
    let join = |(at, (line, next)): (usize, (&Line<'_>, &Line<'_>))| {
        let is_end = ends.get(at).is_some_and(|&ends| ends) || leads(at, line);
        if is_end { Join::Break } else { join(line, next, profile) }
    };
    pairs().enumerate().map(join).collect()
}

/// What stands between the lines of an item. Its first may be the title of what it says.
pub(super) fn joins_in_item(lines: &[Line<'_>], profile: &Profile) -> Vec<Join> {
    const NARROW: f32 = 0.4;
    let mut joins = joins_wrapped(lines, profile);
    if let ([first, second, ..], Some(join)) = (lines, joins.first_mut()) {
        let is_title = profile.measure.is_some()
            && fill(first, second, profile) < NARROW
            && shape::ending(first.body) == Ending::Open
            && second.body.starts_with(char::is_uppercase);
        if is_title {
            *join = Join::Break;
        }
    }
    joins
}

/// How a wrapped line goes on. A hyphen at its end is kept together with what follows, and kept, unless
/// the word is known to have none. A soft hyphen there parts a word, and is not seen inside a line.
fn join(line: &Line<'_>, next: &Line<'_>, profile: &Profile) -> Join {
    let last = line.body.chars().next_back().unwrap_or_default();
    let first = next.body.chars().next().unwrap_or_default();
    let is_split_word = matches!(last, '-' | '‐' | SOFT_HYPHEN)
        && first.is_alphanumeric()
        && has_word_before_hyphen(line.body);
    if is_split_word && last != SOFT_HYPHEN && profile.vocabulary.has_parted(line.body, next.body) {
        return Join::Unhyphened;
    }
    if is_split_word || (is_ideograph(last) && is_ideograph(first)) { Join::Nothing } else { Join::Space }
}

fn has_word_before_hyphen(body: &str) -> bool {
    body.chars().rev().nth(1).is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn wrapped() -> Profile {
        Profile { measure: Some(40), has_blank_lines: true, ..Profile::default() }
    }

    #[test]
    fn paragraphs_end_where_lines_say_so() {
        for (text, expected) in [
            ("The boat lay where we had left it, but\nthe oars were gone, and the rope with\nthem.", 3),
            (
                "  The boat lay where we had left it, b\nthe oars were gone, and the rope with\n  The next day we went again, and th",
                2,
            ),
            ("A title above\nThe boat lay where we had left it, but\nthe oars were gone.", 1),
        ] {
            assert_eq!(extent(&lines(text), &wrapped()), expected, "{text}");
        }
    }

    #[test]
    fn explained_terms_are_paragraphs() {
        let text = "-q     Carry things over quietly, and do\n       not call.\n-w     Wait.\n-x     Do not.\n--help Say what there is to be said of\n       it.\n";
        let lines = lines(text);
        let extents = [0, 2, 3, 4].map(|start| extent(&lines[start..], &wrapped()));
        assert_eq!(extents, [2, 1, 1, 2]);
    }

    #[test]
    fn what_hangs_under_a_label_or_a_first_line_belongs_to_it() {
        for (text, expected) in [
            (
                "Q: Is the boat there?\nA: It is. It lay where we had left it, and\n   the oars were gone.\n",
                [1, 2],
            ),
            ("Lee, A. The boat lay where we had left it.\n    Ulm.\nMay, B. The oars were gone.\n", [2, 1]),
        ] {
            let lines = lines(text);
            let first = extent(&lines, &wrapped());
            assert_eq!([first, extent(&lines[first..], &wrapped())], expected, "{text}");
        }
    }

    #[test]
    fn unwrapped_lines_are_paragraphs() {
        let profile = Profile { measure: None, has_blank_lines: false, ..wrapped() };
        assert_eq!(extent(&lines("One.\nTwo."), &profile), 1);
        let address = Profile { measure: None, ..wrapped() };
        assert_eq!(extent(&lines("Ann Lee\n5 Mill Lane\nUlm"), &address), 3);
    }

    #[test]
    fn unwrapped_lines_are_parted_where_a_heading_or_a_number_may_be() {
        let profile = Profile { measure: None, ..wrapped() };
        for (text, expected, is_one) in [
            ("Bow\nIt is the front of a boat.", 1, true),
            ("Bow\nfront of a boat\nand of a ship", 3, true),
            ("Article 2. Fees\n2.1 The boat is free.", 1, false),
            ("2. Fees\nThe boat is free.\nSo are the oars?", 1, true),
        ] {
            let lines = lines(text);
            assert_eq!(extent(&lines, &profile), expected, "{text}");
            let (before, after) = lines.split_at(1);
            assert_eq!(are_set_as_one(before, after, &profile), is_one, "{text}");
        }
    }

    #[test]
    fn hyphens_go_where_the_word_is_known_without() {
        let text = "The ferry lay where we had left it, the fer-\nry with the half-\nhidden boat.";
        let lines = lines(text);
        let profile = Profile { measure: Some(40), ..Profile::new(std::slice::from_ref(&lines)) };
        assert_eq!(joins_wrapped(&lines, &profile), [Join::Unhyphened, Join::Nothing]);
        let text = "The ferry lay where we had left it, the mid\u{2010}\ndle of three, half-hidden by al\u{ad}\nders.";
        let lines = super::super::lines::lines(text);
        let profile = Profile { measure: Some(40), ..Profile::new(std::slice::from_ref(&lines)) };
        assert_eq!(joins_wrapped(&lines, &profile), [Join::Unhyphened, Join::Nothing]);
    }

    #[test]
    fn lines_are_joined_as_they_were_parted() {
        let all = |text| joins(&lines(text), &wrapped());
        assert_eq!(all("The boat lay where we had left it and\nthe oars were gone."), [Join::Space]);
        assert_eq!(all("The boat lay where we had left it, half-\nhidden."), [Join::Nothing]);
        assert_eq!(all("The server answers with the Request-\nURI of the boat."), [Join::Nothing]);
        assert_eq!(all("The boat lay where we had left it -\nAnn had the oars."), [Join::Space]);
        assert_eq!(all("Down by the water\nthe boats lie,\nall of them"), [Join::Break, Join::Break]);
        assert_eq!(
            all("From: Ann Lee\nX-Subject: The boat, and where it lies, and\n the rope\nDate: Monday"),
            [Join::Break, Join::Space, Join::Break]
        );
        assert_eq!(all("Note: the boat lay where we had left it\nand the oars were gone."), [Join::Space]);
        assert_eq!(all("--\nAnn Lee, keeper of the boats and the oars\nUlm"), [Join::Break, Join::Break]);
        assert_eq!(all("— The boat is gone, said the ferryman.\n— It is not, said Ann."), [Join::Break]);
        assert_eq!(all("The boat lay there — where it had been\n— and the oars were gone."), [Join::Space]);
        assert_eq!(all("[ ] paint the boat, and all of the oars\n[x] mend the rope"), [Join::Break]);
        assert_eq!(all("[boat]: https://example.org/the-boat\n[oar]: https://example.org/o"), [Join::Break]);
        assert_eq!(
            all("A boat for a day ................. 4.50\nTwo oars ..................... 1.20"),
            [Join::Break]
        );
        assert_eq!(all("/usr/share/boats/large/ferries/\n/usr/share/boats/oars/"), [Join::Break]);
        assert_eq!(
            all(
                "    pull up\n    turn the boat\n    paint the whole of the boat and the oars\n    mend\n    rest"
            ),
            [Join::Break, Join::Break, Join::Break, Join::Break]
        );
        let item = |text| joins_in_item(&lines(text), &wrapped());
        assert_eq!(
            item("The oars\nThey lie by the boat, and the rope with\nthem."),
            [Join::Break, Join::Space]
        );
        assert_eq!(item("The oars lie by the boat, and by the\nRhine."), [Join::Space]);
        assert_eq!(all("河水在夜里上涨了现在到了第三级台阶上面了\n我们等到雨过了山再说"), [Join::Nothing]);
    }
}
