//! The command line: which command is meant by what is typed.
//!
//! ```text
//! 40%   3.2   12                a place to go to
//! [COUNT] copy-section          a command by its name, or by the words of it
//! [COUNT] copy sec              by their beginnings, where no other command has them
//! search PARAMETER              a command and what it takes
//! ```

use std::cmp::Reverse;
use std::ops::Range;

use super::{Command, Count};
use crate::app::keys::MOST_COUNT;
use crate::search::Mistake;

/// The commands that can be typed, in the order of the help.
pub type Offered = [&'static Command];

/// The commands, by whether they work where the reader is.
#[derive(Debug)]
pub struct Known {
    /// Those that do.
    pub offered: Vec<&'static Command>,
    /// Those that work elsewhere only.
    pub elsewhere: Vec<&'static Command>,
}

/// What a line orders.
#[derive(Debug)]
pub struct Order<'a> {
    /// The number before the name.
    pub count: Count,
    /// What is to be done.
    pub command: &'static Command,
    /// What stands behind the name, without blank space around it; empty where nothing does.
    pub argument: &'a str,
    /// Where that stands, in bytes.
    pub span: Range<usize>,
    /// How the command was told.
    pub naming: Naming,
}

/// How a command that takes something is told by a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// By its name, or by what it takes alone.
    Whole,
    /// By the beginnings of its words.
    Abbreviated,
    /// By the beginnings of words of several, of which it is the only one that takes anything.
    Guessed,
}

/// What is being typed at the end of a line, from a byte of it on.
#[derive(Debug)]
pub enum Stage {
    /// The name of a command, which may be one of these, likeliest first.
    Name(usize, Vec<&'static Command>),
    /// The parameter of a command.
    Argument(usize, &'static Command),
}

/// The command that takes a place where only that is typed.
const GOTO: &str = "goto";

/// What is being typed at the end of `line`.
pub fn stage(line: &str, offered: &Offered) -> Stage {
    let rest = Rest::of(line);
    let goto = named(offered, GOTO).filter(|_| rest.is_place());
    let with_parameter = goto.map(|goto| (rest.start, goto)).or_else(|| rest.with_parameter(offered));
    if let Some((start, command)) = with_parameter {
        return Stage::Argument(start, command);
    }
    let candidates = candidates(offered, rest.text);
    if !candidates.is_empty() {
        return Stage::Name(rest.start, candidates);
    }
    let (start, abbreviated) = rest.abbreviated(offered);
    match *abbreviated {
        [command] => Stage::Argument(start, command),
        _ => Stage::Name(rest.start, abbreviated),
    }
}

/// What `line` orders; none where it is blank.
pub fn order<'a>(line: &'a str, known: &Known) -> Result<Option<Order<'a>>, Mistake> {
    let (rest, offered) = (Rest::of(line), &*known.offered);
    if rest.text.trim().is_empty() {
        return Ok(None);
    }
    if let Some(command) = named(&known.elsewhere, rest.text).filter(|_| named(offered, rest.text).is_none())
    {
        return Err(rest.mistake(works_only(&[command])));
    }
    let (start, command) = match stage(line, offered) {
        Stage::Argument(start, command) => (start, command),
        Stage::Name(_, candidates) => (line.len(), rest.meant(candidates, known)?),
    };
    let argument = line.get(start..).unwrap_or_default().trim_end();
    let naming = if argument.is_empty() { Naming::Whole } else { rest.naming(offered) };
    if naming != Naming::Whole
        && let Some(elsewhere) = elsewhere(line, known)
    {
        return Err(rest.mistake(elsewhere));
    }
    let (count, span) = (Count(rest.count), start..start + argument.len());
    if rest.count.is_some() && !argument.is_empty() {
        let message = format!("a number before {}, or something behind it", command.name);
        return Err(Mistake { message, span });
    }
    Ok(Some(Order { count, command, argument, span, naming }))
}

/// What is wrong with a line that was ordered, where the command does not take what stands behind it.
pub fn refused(line: &str, order: &Order<'_>, message: String, known: &Known) -> Mistake {
    match order.naming {
        Naming::Whole => Mistake { message, span: order.span.clone() },
        Naming::Abbreviated => {
            Mistake { message: format!("{}: {message}", order.command.name), span: order.span.clone() }
        }
        Naming::Guessed => Rest::of(line).unknown(known),
    }
}

/// Where the commands work that are meant by what is typed, where that is elsewhere only.
pub fn elsewhere(line: &str, known: &Known) -> Option<String> {
    let text = Rest::of(line).text.trim();
    let of = |commands: Vec<_>| Some(commands).filter(|commands| !text.is_empty() && !commands.is_empty());
    let in_order = of(in_order(&known.elsewhere, text));
    in_order.or_else(|| of(candidates(&known.elsewhere, text))).map(|commands| works_only(&commands))
}

/// `only in the sidebar: unfold`, with the names of a few that work where the first one does.
fn works_only(commands: &[&Command]) -> String {
    let place = commands.first().and_then(|command| command.topic.place()).unwrap_or("elsewhere");
    let names = commands.iter().filter(|command| command.topic.place() == Some(place));
    let names = names.map(|command| command.name).collect::<Vec<_>>();
    let more = if names.len() > 2 { " …" } else { "" };
    format!("only {place}: {}{more}", names.get(..2).unwrap_or(&names).join(", "))
}

/// What is wrong with a name that is none.
pub const UNKNOWN: &str = "no such command";

/// A line without the number before the name.
struct Rest<'a> {
    count: Option<u32>,
    text: &'a str,
    /// Where it begins, in bytes of the line.
    start: usize,
}

impl<'a> Rest<'a> {
    fn of(line: &'a str) -> Self {
        let text = line.trim_start();
        let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let name = behind.trim_start();
        let count = text.get(..text.len() - behind.len()).and_then(|digits| digits.parse().ok());
        let count =
            count.filter(|_| name.starts_with(char::is_alphabetic)).map(|count: u32| count.min(MOST_COUNT));
        let text = if count.is_some() { name } else { text };
        Self { count, text, start: line.len() - text.len() }
    }

    /// Whether it is a place to go to, and not the name of a command.
    fn is_place(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Its beginnings of one word, of two, and so on, up to as many as a name may have.
    fn beginnings(&self) -> Vec<&'a str> {
        /// More words than there are in any name.
        const MOST: usize = 6;
        let text = self.text.trim_end();
        let ends = text.match_indices(char::is_whitespace).map(|(end, _)| end).chain([text.len()]);
        let beginnings = ends.filter_map(|end| text.get(..end));
        beginnings.filter(|beginning| !beginning.ends_with(char::is_whitespace)).take(MOST).collect()
    }

    /// The byte of the line where goes on what stands behind a beginning, if anything does: blank space at least.
    fn behind(&self, beginning: &str) -> Option<usize> {
        let behind = self.text.get(beginning.len()..).filter(|behind| !behind.is_empty())?;
        Some(self.start + self.text.len() - behind.trim_start().len())
    }

    /// The command with a parameter that is named, and where the parameter begins.
    fn with_parameter(&self, offered: &Offered) -> Option<(usize, &'static Command)> {
        self.beginnings().into_iter().find_map(|beginning| {
            let command = named(offered, beginning).filter(|command| command.parameter.is_some())?;
            Some((self.behind(beginning)?, command))
        })
    }

    /// How it tells the command that takes what stands behind it.
    fn naming(&self, offered: &Offered) -> Naming {
        if self.is_place() || self.with_parameter(offered).is_some() {
            return Naming::Whole;
        }
        let n_meant = self
            .beginnings()
            .into_iter()
            .rev()
            .map(|beginning| in_order(offered, beginning).len())
            .find(|&count| count > 0);
        if n_meant == Some(1) { Naming::Abbreviated } else { Naming::Guessed }
    }

    /// The commands with a parameter that its first words may mean, as many of them as mean anything, and where the
    /// parameter begins.
    fn abbreviated(&self, offered: &Offered) -> (usize, Vec<&'static Command>) {
        let meant = self.beginnings().into_iter().rev().find_map(|beginning| {
            let commands = in_order(offered, beginning);
            (!commands.is_empty()).then_some((beginning, commands))
        });
        let with_start = meant.and_then(|(beginning, commands)| Some((self.behind(beginning)?, commands)));
        let Some((start, commands)) = with_start else { return (self.start, Vec::new()) };
        (start, commands.into_iter().filter(|command| command.parameter.is_some()).collect())
    }

    /// The one command of several that it means.
    fn meant(&self, candidates: Vec<&'static Command>, known: &Known) -> Result<&'static Command, Mistake> {
        if let Some(command) = named(&known.offered, self.text) {
            return Ok(command);
        }
        let in_order = in_order(&candidates, self.text);
        let meant = if in_order.is_empty() { candidates } else { in_order };
        match &*meant {
            [command] => Ok(command),
            [] => Err(self.unknown(known)),
            several => Err(self.mistake(several_names(several))),
        }
    }

    fn unknown(&self, known: &Known) -> Mistake {
        let offered = &*known.offered;
        if let Some(elsewhere) = elsewhere(self.text, known) {
            return self.mistake(elsewhere);
        }
        let beginnings = self.beginnings();
        let with_more = |beginning: &&str| Some((self.behind(beginning)?, named(offered, beginning)?));
        if let Some((start, command)) = beginnings.iter().rev().find_map(with_more) {
            let message = format!("{} takes nothing behind it", command.name);
            return Mistake { message, span: start..self.start + self.text.len() };
        }
        let nearest = beginnings.iter().filter_map(|beginning| nearest(offered, beginning));
        self.mistake(match nearest.min_by_key(|&(distance, _)| distance) {
            Some((_, command)) => format!("{UNKNOWN}; {}?", command.name),
            None => UNKNOWN.to_owned(),
        })
    }

    fn mistake(&self, message: String) -> Mistake {
        Mistake { message, span: self.start..self.start + self.text.trim_end().len() }
    }
}

/// `copy-code, copy-link or copy-table?`, not more than a few.
fn several_names(commands: &[&Command]) -> String {
    const MOST: usize = 3;
    let names: Vec<_> = commands.iter().map(|command| command.name).collect();
    match names.split_last() {
        Some((last, before)) if names.len() <= MOST => format!("{} or {last}?", before.join(", ")),
        _ => format!("{} …?", names.get(..MOST).unwrap_or_default().join(", ")),
    }
}

/// The command that is called so, with `-` or blank space between its words.
fn named(offered: &Offered, text: &str) -> Option<&'static Command> {
    let name = text.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
    offered.iter().find(|command| command.name == name).copied()
}

/// The command whose name looks most like `text`, and in how many letters they differ.
fn nearest(offered: &Offered, text: &str) -> Option<(usize, &'static Command)> {
    /// Letters of what looks like no name.
    const LONGEST: usize = 40;
    let name = text.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
    let n_letters = name.chars().count();
    let most = if n_letters > LONGEST { return None } else { n_letters / 3 };
    let distances = offered.iter().map(|&command| (strsim::osa_distance(&name, command.name), command));
    distances.filter(|&(distance, _)| distance <= most).min_by_key(|&(distance, _)| distance)
}

/// How words that are typed stand for those of a name, by their beginnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// They are some of them, in their order.
    WithGaps,
    /// They are the first ones, in their order.
    InOrder,
}

/// The commands that what is typed of a name may mean, likeliest first.
pub fn candidates(offered: &Offered, typed: &str) -> Vec<&'static Command> {
    let fit = |&command: &&'static Command| Some((fit(typed, command.name)?, command));
    let mut fits: Vec<_> = offered.iter().filter_map(fit).collect();
    fits.sort_by_key(|&(fit, _)| Reverse(fit));
    fits.into_iter().map(|(_, command)| command).collect()
}

/// Of these commands those that have what is typed in order.
fn in_order(commands: &Offered, typed: &str) -> Vec<&'static Command> {
    commands.iter().filter(|command| fit(typed, command.name) == Some(Fit::InOrder)).copied().collect()
}

fn fit(typed: &str, name: &str) -> Option<Fit> {
    let typed = typed.to_lowercase();
    let words = typed.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
    let mut parts = name.split('-').enumerate();
    let mut fit = Fit::InOrder;
    for (number, word) in words.enumerate() {
        let (at, _) = parts.find(|(_, part)| part.starts_with(word))?;
        if at != number {
            fit = Fit::WithGaps;
        }
    }
    Some(fit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Topic, all};
    use super::*;

    fn offered() -> Vec<&'static Command> {
        known().offered
    }

    /// Where something is selected.
    fn known() -> Known {
        let is_offered = |command: &&Command| command.topic.is_typed() && command.topic != Topic::Sidebar;
        let (offered, elsewhere) = all().partition(is_offered);
        Known { offered, elsewhere }
    }

    /// What a line orders: `3 name(argument)`, or what is wrong with it, and where.
    fn ordered(line: &str) -> String {
        match order(line, &known()) {
            Ok(None) => String::new(),
            Ok(Some(Order { count, command, argument, span, .. })) => {
                assert_eq!(line.get(span), Some(argument));
                let count = count.0.map_or_else(String::new, |count| format!("{count} "));
                format!("{count}{}({argument})", command.name)
            }
            Err(Mistake { message, span }) => format!("[{}] {message}", line.get(span).unwrap()),
        }
    }

    #[test]
    fn commands_are_named_by_their_words_and_their_beginnings() {
        for (line, expected) in [
            ("copy-section", "copy-section()"),
            ("  copy   section ", "copy-section()"),
            ("Copy Sec", "copy-section()"),
            ("c-so-l", "copy-source-link()"),
            ("select", "select()"),
            ("otherwise", "read-otherwise()"),
            ("q", "quit()"),
            ("5 next hit", "5 next-hit()"),
            ("5next-hit", "5 next-hit()"),
            ("goto", "goto()"),
            ("goto  ", "goto()"),
            ("", ""),
            ("  ", ""),
        ] {
            assert_eq!(ordered(line), expected, "{line}");
        }
    }

    #[test]
    fn what_a_command_takes_stands_behind_it() {
        for (line, expected) in [
            ("goto 3.2", "goto(3.2)"),
            ("goto   the end ", "goto(the end)"),
            ("3.2", "goto(3.2)"),
            ("40 %", "goto(40 %)"),
            ("12", "goto(12)"),
            ("search word", "search(word)"),
            ("search-word", "search-word()"),
            ("go to mark a", "go-to-mark(a)"),
            ("wid 72", "width(72)"),
            ("help copy section", "help(copy section)"),
            ("copy table csv", "copy-table(csv)"),
            ("co ta csv", "copy-table(csv)"),
        ] {
            assert_eq!(ordered(line), expected, "{line}");
        }
    }

    #[test]
    fn mistakes_say_what_and_where() {
        for (line, expected) in [
            ("fly", "[fly] no such command"),
            ("gotoo", "[gotoo] no such command; goto?"),
            ("gtoo 3", "[gtoo 3] no such command; goto?"),
            ("quit now", "[now] quit takes nothing behind it"),
            ("page", "[page] page-down or page-up?"),
            ("next", "[next] next-heading, next-sibling, next-paragraph …?"),
            ("copy sec csv", "[copy sec csv] no such command; copy-section?"),
            ("4 goto 3", "[3] a number before goto, or something behind it"),
            ("g 3", "[g 3] goto or go-to-mark?"),
        ] {
            assert_eq!(ordered(line), expected, "{line}");
        }
    }

    #[test]
    fn of_commands_that_work_elsewhere_it_is_said_where() {
        for (line, expected) in [
            ("unfold", "[unfold] only in the sidebar: unfold"),
            ("unf", "[unf] only in the sidebar: unfold"),
            ("fold", "[fold] only in the sidebar: fold"),
            ("sidebar first", "[sidebar first] only in the sidebar: sidebar-first"),
            ("sidebar", "toggle-sidebar()"),
            ("sid-d", "[sid-d] only in the sidebar: sidebar-down"),
            ("prompt-l", "[prompt-l] only while typing: prompt-left"),
            ("prompt", "[prompt] only while typing: prompt-accept, prompt-cancel …"),
            ("cop sel", "copy-selection()"),
        ] {
            assert_eq!(ordered(line), expected, "{line}");
        }
    }

    #[test]
    fn what_is_typed_is_a_name_or_a_parameter() {
        let staged = |line: &str| match stage(line, &offered()) {
            Stage::Name(start, commands) => {
                let names: Vec<_> = commands.iter().take(3).map(|command| command.name).collect();
                format!("{start} {}", names.join(" "))
            }
            Stage::Argument(start, command) => format!("{start} {}(", command.name),
        };
        for (line, expected) in [
            ("sec hit", "0 next-section-with-hit previous-section-with-hit"),
            ("sec hats", "4 sections("),
            ("hit", "0 hits next-hit previous-hit"),
            (" 5 copy so", "3 copy-source-paragraph copy-source-section copy-source-table"),
            ("search", "0 search search-word"),
            ("search ", "7 search("),
            ("search w", "7 search("),
            ("3", "0 goto("),
            ("wid 7", "4 width("),
        ] {
            assert_eq!(staged(line), expected, "{line}");
        }
    }

    proptest! {
        #[test]
        fn every_line_is_an_order_or_a_mistake(line in "([a-z]{1,4}|goto|copy|[ -]|[0-9.%]|é|漢){0,8}") {
            let (known, offered) = (known(), offered());
            let is_within = |span: &Range<usize>| line.get(span.clone()).is_some();
            match order(&line, &known) {
                Ok(order) => prop_assert!(order.is_none_or(|order| is_within(&order.span))),
                Err(mistake) => prop_assert!(is_within(&mistake.span)),
            }
            let (Stage::Name(start, _) | Stage::Argument(start, _)) = stage(&line, &offered);
            prop_assert!(line.get(start..).is_some());
        }

        #[test]
        fn every_name_means_its_command(at in 0_usize..1000, is_spaced: bool) {
            let offered = offered();
            let command = offered[at % offered.len()];
            // What stands behind a command with a parameter is that.
            let is_taken = all().any(|other| {
                other.parameter.is_some() && command.name.starts_with(&format!("{}-", other.name))
            });
            let is_spaced = is_spaced && !is_taken;
            let line = command.name.replace('-', if is_spaced { " " } else { "-" });
            prop_assert_eq!(ordered(&line), format!("{}()", command.name));
        }
    }
}
