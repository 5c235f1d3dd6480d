//! The lines that were typed before, in this run and earlier ones, and going back to them.

use super::prompt::Prompt;
use super::{App, Effect, Overlay};
use crate::document::memory::{self, LineKind, PastLine};

/// The lines that were typed.
#[derive(Debug, Default)]
pub(super) struct History {
    /// All that are known, the last one at the end.
    lines: Vec<PastLine>,
    /// Those of this run, in their order: some of them may not be kept yet.
    own: Vec<PastLine>,
    /// Where the reader is in them.
    way: Option<Way>,
    /// Whether it was told that lines cannot be kept.
    is_trouble_told: bool,
}

/// The way back from a line that is typed.
#[derive(Debug)]
struct Way {
    /// The line as it was typed.
    typed: Prompt,
    /// The lines before it, the last one first.
    before: Vec<String>,
    /// The one that stands there now; none where that is what was typed.
    at: Option<usize>,
}

impl History {
    /// Notes a line.
    fn add(&mut self, line: PastLine) {
        self.own.push(line.clone());
        memory::add_line(&mut self.lines, line);
    }

    /// Takes the lines that are kept by now, those of other readers too.
    fn take(&mut self, kept: Vec<PastLine>) {
        self.lines = kept;
        for line in &self.own {
            if !self.lines.contains(line) {
                memory::add_line(&mut self.lines, line.clone());
            }
        }
    }

    /// Forgets the way back: another line is typed.
    pub(super) fn leave_way(&mut self) {
        self.way = None;
    }

    /// Goes so many lines back, or forward, to lines of this kind that begin as `prompt` does before its cursor.
    /// Answers what then is to stand there; none where there is no further line.
    fn step(&mut self, kind: LineKind, prompt: &Prompt, by: i64) -> Option<Prompt> {
        let lines = &self.lines;
        let way = self.way.get_or_insert_with(|| {
            let is_wanted = |line: &&PastLine| {
                let PastLine { kind: of, text } = line;
                *of == kind && text.starts_with(prompt.before_cursor()) && text != prompt.text()
            };
            let before = lines.iter().rev().filter(is_wanted).map(|line| line.text.clone()).collect();
            Way { typed: prompt.clone(), before, at: None }
        });
        // What was typed has the number 0.
        let number = i64::try_from(way.at.map_or(0, |at| at + 1)).unwrap_or(0);
        let next = usize::try_from(number.saturating_add(by)).ok()?;
        let Some(at) = next.checked_sub(1) else {
            way.at = None;
            return Some(way.typed.clone());
        };
        let Some(text) = way.before.get(at) else {
            // Lines that are still looked for may be there by the next key.
            self.way.take_if(|way| way.before.is_empty());
            return None;
        };
        way.at = Some(at);
        let mut prompt = Prompt::default();
        prompt.insert(text);
        Some(prompt)
    }
}

impl App {
    /// Begins with a new line: those before are those that are kept by now.
    pub(super) fn begin_line(&mut self) {
        self.typing.begin_line();
        self.effects.push(Effect::RecallLines);
    }

    /// Notes a line that was typed, for this run and later ones.
    pub(super) fn note_line(&mut self, kind: LineKind, text: &str) {
        // Blanks at the ends of a query count.
        let text = if kind == LineKind::Command { text.trim() } else { text };
        if !text.trim().is_empty() {
            let line = PastLine { kind, text: text.to_owned() };
            self.effects.push(Effect::KeepLine(line.clone()));
            self.typing.history.add(line);
        }
    }

    /// Takes the lines that are kept by now.
    pub(super) fn take_lines(&mut self, lines: Vec<PastLine>) {
        self.typing.history.take(lines);
    }

    /// Tells, once, that lines cannot be kept.
    pub(super) fn tell_of_lost_line(&mut self, error: &anyhow::Error) {
        if !std::mem::replace(&mut self.typing.history.is_trouble_told, true) {
            self.notify(format!("lines are not remembered: {error:#}"));
        }
    }

    /// Puts a line that was typed so many before into the place of this one, or after.
    pub(crate) fn step_history(&mut self, by: i64) {
        let (kind, prompt) = match &mut self.overlays.open {
            Some(Overlay::Search { prompt, .. }) => (LineKind::Search, prompt),
            Some(Overlay::Command { prompt, .. }) => (LineKind::Command, prompt),
            _ => return,
        };
        if let Some(line) = self.typing.history.step(kind, prompt, by) {
            *prompt = line;
            self.offer_completions();
            self.follow_prompt();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(lines: &[(LineKind, &str)]) -> History {
        let mut history = History::default();
        for &(kind, text) in lines {
            history.add(PastLine { kind, text: text.to_owned() });
        }
        history
    }

    fn typed(text: &str) -> Prompt {
        let mut prompt = Prompt::default();
        prompt.insert(text);
        prompt
    }

    #[test]
    fn one_goes_back_to_lines_that_begin_alike() {
        use LineKind::{Command, Search};
        let mut history =
            history(&[(Search, "abc"), (Command, "abx"), (Search, "x"), (Search, "abd"), (Search, "abc")]);
        let mut prompt = typed("ab");
        for (by, expected) in [
            (1, Some("abc")),
            (1, Some("abd")),
            (1, None),
            (-1, Some("abc")),
            (-1, Some("ab")),
            (-1, None),
            (2, Some("abd")),
            (-2, Some("ab")),
        ] {
            let line = history.step(Search, &prompt, by);
            assert_eq!(line.as_ref().map(Prompt::text), expected);
            prompt = line.unwrap_or(prompt);
        }
        history.leave_way();
        assert_eq!(history.step(Search, &typed("abd"), 1), None, "the line itself");
        history.leave_way();
        assert_eq!(history.step(Search, &typed(""), 3).unwrap().text(), "x");
    }

    #[test]
    fn lines_of_others_come_beside_those_of_this_run() {
        let line = |text: &str| PastLine { kind: LineKind::Search, text: text.to_owned() };
        let mut history = history(&[(LineKind::Search, "a"), (LineKind::Search, "b")]);
        history.take(vec![line("z"), line("a"), line("y")]);
        assert_eq!(history.lines, ["z", "a", "y", "b"].map(line));
        history.take(["z", "a", "y", "b", "x"].map(line).into());
        assert_eq!(history.lines, ["z", "a", "y", "b", "x"].map(line));
    }
}
