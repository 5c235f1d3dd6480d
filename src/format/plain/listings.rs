//! Listings are whole: what was taken for code is put together with the lines that belong to it by how they stand,
//! whatever words they are: `fi` and `}` below a deeper block, `return` behind a blank line, `def boat(oars):` above.

use std::ops::Range;

use super::blocks::{Block, Evidence, Kind};
use super::lines::Line;
use super::profile::Profile;
use super::shape::{self, Ending};
use crate::document::Purpose;

/// Puts together the `blocks` of each listing. None goes over the borders of `own`.
pub(super) fn whole(
    blocks: Vec<Block>,
    lines: &[Line<'_>],
    own: &Range<usize>,
    profile: &Profile,
) -> Vec<Block> {
    if !blocks.iter().any(is_bare) {
        return blocks;
    }
    let scene = Scene { lines, own, profile };
    let mut found: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match found.last_mut() {
            Some(last) if scene.begins(last, &block) => {
                last.kind = Kind::Code;
                last.take_in(&block);
            }
            Some(last) if scene.goes_on(last, &block) => last.take_in(&block),
            _ => found.push(block),
        }
    }
    found
}

/// Whether `block` is code without fences around it.
fn is_bare(block: &Block) -> bool {
    block.kind == Kind::Code && block.lines == block.text && block.ruled.is_none()
}

/// Whether `block` may turn out to be a part of code.
fn may_be_part(block: &Block) -> bool {
    block.ruled.is_none()
        && block.lines == block.text
        && match block.kind {
            Kind::Heading(evidence) => matches!(evidence, Evidence::Form | Evidence::Hashes(_)),
            Kind::Lineated(purpose) => purpose == Purpose::Verse,
            Kind::Quote | Kind::Rule => false,
            _ => true,
        }
}

struct Scene<'s, 'a> {
    lines: &'s [Line<'a>],
    own: &'s Range<usize>,
    profile: &'s Profile,
}

impl<'a> Scene<'_, 'a> {
    /// Whether `last` is the head of the listing that `block`, right below it, goes on with: a call or a
    /// declaration of which the rest stands further in, or a bracket that is closed there.
    fn begins(&self, last: &Block, block: &Block) -> bool {
        let is_near = block.n_blank < 2 && is_bare(block) && self.is_one_side(last, block);
        if !is_near || is_bare(last) || !may_be_part(last) || self.is_prose(last) {
            return false;
        }
        let (head, body) = (self.text(last), self.text(block));
        let ([first, ..], [below, ..]) = (head, body) else { return false };
        let is_deeper = below.indent > first.indent;
        let is_adjacent = block.n_blank == 0;
        // What is declared in a class stands behind a blank line.
        let may_head = is_adjacent || opens_block(below.body);
        let is_head = head.len() == 1 && is_deeper && may_head && opens_block(first.body);
        let is_closed = is_adjacent && n_open(head) > 0 && below.body.starts_with(['}', ')', ']']);
        is_head || is_closed
    }

    /// Whether `block` is a part of the listing that `last` is so far.
    fn goes_on(&self, last: &Block, block: &Block) -> bool {
        const FAR: usize = 2;
        if !is_bare(last) || !may_be_part(block) || block.n_blank > FAR || !self.is_one_side(last, block) {
            return false;
        }
        let is_code = is_bare(block);
        if is_code && block.n_blank == 0 {
            return true;
        }
        let (before, after) = (self.text(last), self.text(block));
        if matches!(before, [line] if names_language(line.body)) {
            return false;
        }
        let (outer, inner) = (margin(before), margin(after));
        let Some(first) = after.first().filter(|_| inner >= outer) else { return false };
        if is_code {
            let has_depth = has_depth(before) || has_depth(after);
            return is_inside(before, first, outer)
                || (has_depth && [before, after].map(is_surely_code) == [true; 2]);
        }
        let may_be_inside = !matches!(block.kind, Kind::Heading(_) | Kind::Item(_));
        // What declares something has words inside at most.
        if may_be_inside && opens_block(first.body) && is_inside(before, first, outer) {
            return true;
        }
        if self.is_prose(block) {
            return may_be_inside && block.n_blank == 0 && is_remark_below(before, first);
        }
        if n_open(before) > 0 && may_be_inside {
            return true;
        }
        // A title begins with a capital, which what closes a block seldom does.
        let may_close = may_be_inside || shape::starts_small(first.body);
        let is_closed = may_close && inner == outer && before.last().is_some_and(|line| line.indent > outer);
        if block.n_blank == 0 {
            return inner > outer || is_closed;
        }
        let is_head = || before.last().is_some_and(|last| opens_block(last.body));
        may_be_inside && is_inside(before, first, outer) && (is_head() || is_surely_code(before))
    }

    /// Whether both stand on the same side of the borders.
    fn is_one_side(&self, one: &Block, other: &Block) -> bool {
        let side = |block: &Block| [self.own.start, self.own.end].map(|border| block.lines.start >= border);
        side(one) == side(other)
    }

    fn text(&self, block: &Block) -> &[Line<'a>] {
        self.lines.get(block.text.clone()).unwrap_or_default()
    }

    /// Whether `block` is said: words that end a sentence, lead to something, or go on over lines.
    fn is_prose(&self, block: &Block) -> bool {
        const LIKE_CODE: f32 = 0.3;
        let lines = self.text(block);
        let is_wordy = |line: &Line<'_>| shape::is_wordy(line.body) && shape::code_on(line) < LIKE_CODE;
        let ends = |line: &Line<'_>| {
            matches!(shape::ending(line.body), Ending::Sentence | Ending::Question | Ending::Colon)
        };
        let goes_on = |pair: &[Line<'_>]| match pair {
            [line, next] => self.profile.is_full(line, next) && is_wordy(line),
            _ => false,
        };
        lines.last().is_some_and(|last| ends(last) && lines.iter().any(is_wordy))
            || lines.windows(2).any(goes_on)
            || lines.iter().any(|line| line.body.starts_with(char::is_uppercase) && is_wordy(line))
    }
}

/// Whether `first` stands deeper than the margin of the listing so far, where lines stood before or one opens what
/// stands so.
fn is_inside(before: &[Line<'_>], first: &Line<'_>, outer: usize) -> bool {
    let stood = || before.iter().any(|above| !above.is_blank() && above.indent == first.indent);
    first.indent > outer && (stood() || opens_deeper(before, first))
}

/// Whether the last of the lines `before` opens what stands further in, at `first`.
fn opens_deeper(before: &[Line<'_>], first: &Line<'_>) -> bool {
    before.last().is_some_and(|last| {
        last.indent < first.indent && last.body.ends_with(['{', '(', '[', ':']) && !last.body.contains(". ")
    })
}

/// Whether `first` begins what is said of a declaration, the head of which is the last of the lines `before`.
fn is_remark_below(before: &[Line<'_>], first: &Line<'_>) -> bool {
    let is_remark = ["\"\"\"", "'''", "/*", "//"].iter().any(|mark| first.body.starts_with(mark));
    is_remark && opens_deeper(before, first) && before.last().is_some_and(|last| opens_block(last.body))
}

/// Whether `body` is what the head of a block in a program looks like: it calls or declares something, and ends in a
/// sign that opens.
fn opens_block(body: &str) -> bool {
    let calls = body.find('(').is_some_and(|at| {
        body.get(..at).is_some_and(|name| name.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    });
    let opens = body.ends_with(['{', '[', '(']) || body.ends_with("):") || body.ends_with(") ->");
    opens || (calls && shape::starts_small(body) && body.ends_with([':', '\\', ',']))
}

/// Whether `body` says in reStructuredText what stands below it: `.. code-block:: c`.
fn names_language(body: &str) -> bool {
    body.starts_with(".. ") && body.contains("::")
}

/// The least indent of `lines`.
fn margin(lines: &[Line<'_>]) -> usize {
    lines.iter().filter(|line| !line.is_blank()).map(|line| line.indent).min().unwrap_or_default()
}

/// Whether some of `lines` stand further in than the first.
fn has_depth(lines: &[Line<'_>]) -> bool {
    let first = lines.first().map_or(0, |line| line.indent);
    lines.iter().any(|line| line.indent > first)
}

/// Whether `lines` look like a program by themselves.
fn is_surely_code(lines: &[Line<'_>]) -> bool {
    const LEAST: f32 = 0.35;
    let filled = || lines.iter().filter(|line| !line.is_blank());
    let is_comment = |line: &Line<'_>| line.body.starts_with(['/', '*', '#']);
    let is_said = |line: &Line<'_>| shape::ending(line.body) == Ending::Sentence && !is_comment(line);
    !filled().any(is_said)
        && filled().map(|line| shape::code_on(line)).sum::<f32>() * shape::ratio(1, filled().count()) >= LEAST
}

/// How many brackets are open behind `lines`, of those at the ends of lines that others begin with.
fn n_open(lines: &[Line<'_>]) -> usize {
    lines.iter().fold(0_usize, |open, line| {
        let open = open.saturating_sub(usize::from(line.body.starts_with(['}', ')', ']'])));
        open + usize::from(line.body.ends_with(['{', '(', '[']))
    })
}

#[cfg(test)]
mod tests {
    use super::super::Lines;
    use super::super::lines::lines;
    use super::super::model::Weights;
    use super::*;

    /// The first lines of the listings in `text`, and how many lines each has.
    fn listings(text: &str) -> Vec<(String, usize)> {
        let lines = lines(text);
        let profile = Profile::new(std::slice::from_ref(&lines));
        let (blocks, _) = Lines::inside(lines.clone()).survey(&profile, Weights::bundled());
        let code = blocks.iter().filter(|block| block.kind == Kind::Code);
        code.map(|block| (lines[block.text.start].body.to_owned(), block.text.len())).collect()
    }

    const BODY: &str = "The river had risen in the night and stood now at\nthe third step of the landing, brown and quick, so\nthat nobody spoke of it for the rest of the day.\n\n";

    #[test]
    fn what_closes_a_block_is_part_of_it() {
        let shell =
            "#!/bin/sh\nset -e\n\nif [ ! -d \"$boats\" ]; then\n    echo \"no boats\"\n    exit 1\nfi\n\n";
        assert_eq!(
            listings(&format!("{BODY}{shell}{BODY}")),
            [("#!/bin/sh".to_owned(), 2), ("if [ ! -d \"$boats\" ]; then".to_owned(), 4)]
        );
    }

    #[test]
    fn what_stands_as_deep_as_before_goes_on_behind_a_blank_line() {
        let python = "def choose(boat, wind):\n    if wind == \"storm\":\n        action = \"stay\"\n\n    for oar in boat.oars:\n        mend(oar)\n\n    return action\n\n";
        let head = "def choose(boat, wind):".to_owned();
        assert_eq!(listings(&format!("{BODY}{python}{BODY}")), [(head, 8)]);
    }

    #[test]
    fn what_is_declared_within_goes_on_behind_blank_lines() {
        let python = "class Boats(object):\n\n    def __init__(self, river):\n        self.river = river\n        ...\n\n    def find_by_name(self, name):\n        \"\"\"Find the boat with the given name.\"\"\"\n        ...\n\n    def row_over_at_night(self, boat):\n        \"\"\"Row it over as long as it is dark.\"\"\"\n        ...\n\n";
        let head = "class Boats(object):".to_owned();
        assert_eq!(listings(&format!("{BODY}{python}{BODY}")), [(head, 13)]);
        let said =
            "    connect(river):\n\n    Opens what leads there, and closes it at the end of the day.\n\n";
        assert!(listings(&format!("{BODY}{said}{BODY}")).iter().all(|(_, n_lines)| *n_lines == 1));
    }

    #[test]
    fn what_names_the_language_is_no_part_of_the_program() {
        let program = "    static inline Boat* new_boat(Oar *oar) {\n        return oar->boat;\n    }\n    #define Boat_Row(b) ((b) != (b))\n\n";
        let part = format!(
            "{BODY}It is so::\n\n    row(1);\n\nHere the ``Boat_Row()``\nmacro is made a static inline function:\n\n.. code-block:: c\n\n{program}"
        );
        let found = listings(&part.repeat(3));
        let is_named = |first: &str| first.starts_with("..");
        assert!(found.iter().any(|(first, _)| is_named(first)), "it is taken for code itself: {found:?}");
        assert!(found.iter().all(|(first, n_lines)| !is_named(first) || *n_lines == 1), "{found:?}");
        assert_eq!(found.iter().filter(|(_, n_lines)| *n_lines == 4).count(), 3, "{found:?}");
    }

    #[test]
    fn words_below_code_are_none() {
        let text = format!(
            "{BODY}    boat = new_boat();\n    boat.row();\n\n    This rows it to the other side.\n\n{BODY}"
        );
        assert_eq!(listings(&text), [("boat = new_boat();".to_owned(), 2)]);
    }
}
