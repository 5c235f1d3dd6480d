//! The commands: everything that a key can do, or a line that is typed behind `:`.
//!
//! A command is data: a name for the key table and the command line, a line for the help, and the function. The
//! help, the README's table of keys, the command line and the dispatch are all made from this one list.

mod correcting;
mod folding;
mod help;
pub mod line;
mod links;
mod notes;
mod panel;
mod picker;
mod places;
mod program;
mod prompt;
mod scroll;
mod search;
mod section;
mod selecting;
mod sidebar;
mod taking;

use super::App;
use super::completion::Offer;
pub use panel::{N_PANEL_WAYS_OUT, panel_hints};

/// Something that a key can do, or a line that is typed.
#[derive(Debug)]
pub struct Command {
    /// What the key table and the command line call it.
    pub name: &'static str,
    /// Where the help lists it.
    pub topic: Topic,
    /// What it does, in the reader's words. Empty where the help need not say.
    pub doc: &'static str,
    /// Does it.
    pub run: fn(&mut App, Count),
    /// What may be typed behind its name. Such a command needs no key.
    pub parameter: Option<Parameter>,
}

impl Command {
    /// The same, taking a parameter on the command line.
    const fn with(mut self, parameter: Parameter) -> Self {
        self.parameter = Some(parameter);
        self
    }

    /// How it is typed: `:goto PLACE`; none where it is for keys alone.
    pub fn typed(&self) -> Option<String> {
        let parameter = self.parameter.as_ref();
        let parameter = parameter.map_or_else(String::new, |parameter| format!(" {}", parameter.name));
        self.topic.is_typed().then(|| format!(":{}{parameter}", self.name))
    }
}

/// What may be typed behind the name of a command.
#[derive(Debug)]
pub struct Parameter {
    /// What the help calls it: `PLACE`, or `[TEXT]` where the command does something without it too.
    pub name: &'static str,
    /// Does the command with it. An error says what is wrong with it, in a few words; nothing has been done then.
    pub run: fn(&mut App, &str) -> Result<(), String>,
    /// What may stand for it.
    pub offers: Offers,
}

/// What may stand for a parameter.
#[derive(Clone, Copy, Debug)]
pub enum Offers {
    /// Nothing is offered: any text may.
    Nothing,
    /// These, given the beginning that is typed.
    Listed(fn(&App, &str) -> Vec<Offer>),
    /// A query, which goes on with words of the text.
    Words,
}

/// The groups of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Scrolling.
    Moving,
    /// Going from heading to heading.
    Sections,
    /// Folding sections in the text.
    Folding,
    /// Links.
    Links,
    /// What is asked about a link.
    Question,
    /// Marks, and the way back from jumps.
    Places,
    /// Searching.
    Searching,
    /// Copying.
    Taking,
    /// Selecting.
    Selecting,
    /// Notes of the reader's own.
    Notes,
    /// The section tree.
    Sidebar,
    /// The panel that explains a block.
    Panel,
    /// The list of corrections.
    Corrections,
    /// The page, the program.
    Program,
    /// Typing a line.
    Typing,
    /// A list to pick from.
    Picker,
    /// The help itself.
    Help,
}

impl Topic {
    /// Whether its commands can be typed, at least where its keys are pressed. What takes the keys for itself, as
    /// a panel does, has no command line.
    pub fn is_typed(self) -> bool {
        !matches!(
            self,
            Self::Question | Self::Panel | Self::Corrections | Self::Typing | Self::Picker | Self::Help
        )
    }

    /// Where its commands work, if not everywhere.
    pub fn place(self) -> Option<&'static str> {
        Some(match self {
            Self::Question => "where a link leads outside",
            Self::Selecting => "while selecting",
            Self::Sidebar => "in the sidebar",
            Self::Panel => "in the panel",
            Self::Corrections => "in the list of corrections",
            Self::Typing => "while typing",
            Self::Picker => "in a list to pick from",
            Self::Help => "in the help",
            _ => return None,
        })
    }

    /// What the help says of the place besides its commands; empty where there is nothing to say.
    pub fn note(self) -> &'static str {
        match self {
            Self::Sidebar => "? behind a title: it may be none; ✓ at the right: read to its end",
            _ => "",
        }
    }

    /// The group's title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Moving => "Moving",
            Self::Sections => "Sections and blocks",
            Self::Folding => "Folding",
            Self::Links => "Links",
            Self::Question => "Where a link leads",
            Self::Places => "Marks and jumps",
            Self::Searching => "Searching",
            Self::Taking => "Copying",
            Self::Selecting => "While selecting",
            Self::Notes => "Notes",
            Self::Sidebar => "In the sidebar",
            Self::Panel => "Why a block is what it is",
            Self::Corrections => "In the list of corrections",
            Self::Program => "Page and program",
            Self::Typing => "While typing",
            Self::Picker => "In a list to pick from",
            Self::Help => "In this list",
        }
    }
}

/// The number typed before a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count(pub Option<u32>);

impl Count {
    /// The number, or 1.
    pub fn or_one(self) -> i64 {
        self.0.map_or(1, i64::from)
    }
}

const FAMILIES: &[&[Command]] = &[
    scroll::COMMANDS,
    section::COMMANDS,
    folding::COMMANDS,
    links::COMMANDS,
    places::COMMANDS,
    search::COMMANDS,
    taking::COMMANDS,
    selecting::COMMANDS,
    notes::COMMANDS,
    sidebar::COMMANDS,
    panel::COMMANDS,
    correcting::COMMANDS,
    program::COMMANDS,
    prompt::COMMANDS,
    picker::COMMANDS,
    help::COMMANDS,
];

/// All commands, family by family.
pub fn all() -> impl Iterator<Item = &'static Command> {
    FAMILIES.iter().copied().flatten()
}

/// The command called `name`.
pub fn by_name(name: &str) -> Option<&'static Command> {
    all().find(|command| command.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = all().map(|command| command.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
