//! Which key runs which command, read from a table in TOML.
//!
//! The table has one section for each context (`page`, `selection`, `sidebar`, `panel`, `corrections`, `question`,
//! `prompt`, `note`, `picker`, `help`, and `global`, which is asked last); in it a key, or a few keys one after the other, stand for a
//! command's name: `"<C-d>" = "half-page-down"`, `"ys" = "copy-section"`.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};

use super::command::{self, Command};
use super::event::{Key, KeyCode};

/// The keys that are bundled.
pub const DEFAULT: &str = include_str!("../../assets/keymap.toml");

/// Where a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Everywhere but in the prompt.
    Global,
    /// In the text.
    Page,
    /// In the text, while a part of it is selected.
    Selection,
    /// In the section tree.
    Sidebar,
    /// While a line is typed.
    Prompt,
    /// In a list to pick from, which is also filtered by a line that is typed.
    Picker,
    /// In the list of keys.
    Help,
    /// In the panel that explains a block.
    Panel,
    /// In the list of corrections.
    Corrections,
    /// Where the reader is asked about a link.
    Question,
    /// While a note is written, besides the keys of the prompt.
    Note,
}

const CONTEXTS: [(&str, Context); 11] = [
    ("global", Context::Global),
    ("page", Context::Page),
    ("selection", Context::Selection),
    ("sidebar", Context::Sidebar),
    ("prompt", Context::Prompt),
    ("picker", Context::Picker),
    ("help", Context::Help),
    ("panel", Context::Panel),
    ("corrections", Context::Corrections),
    ("question", Context::Question),
    ("note", Context::Note),
];

/// The commands by key and context.
#[derive(Debug)]
pub struct Keymap {
    /// In the order of the table: a few hundred, among which one is found at once.
    listed: Vec<(Context, Vec<Key>, &'static Command)>,
}

impl Keymap {
    /// Reads a table. Errors name the section, the key and what is wrong.
    pub fn parse(table: &str) -> Result<Self> {
        let sections: BTreeMap<String, toml::Table> =
            toml::from_str(table).context("the key table is not valid TOML")?;
        let mut keymap = Self { listed: Vec::new() };
        for (name, keys) in &sections {
            let known = CONTEXTS.iter().find(|(known, _)| known == name);
            let Some(&(_, context)) = known else { bail!("the key table has no section “{name}”") };
            for (keys, command) in keys {
                keymap.bind(context, keys, command).with_context(|| format!("[{name}] “{keys}”"))?;
            }
        }
        Ok(keymap)
    }

    fn bind(&mut self, context: Context, keys: &str, command: &toml::Value) -> Result<()> {
        let name = command.as_str().context("a key stands for the name of a command, in quotation marks")?;
        let command = command::by_name(name).with_context(|| format!("there is no command “{name}”"))?;
        let keys = parse_keys(keys).context("this is no key")?;
        self.listed.push((context, keys, command));
        Ok(())
    }

    /// The command that `keys`, pressed one after the other, run in `context`.
    pub fn command(&self, context: Context, keys: &[Key]) -> Option<&'static Command> {
        let mut listed = self.listed.iter();
        listed
            .find(|(bound_in, bound, _)| *bound_in == context && bound == keys)
            .map(|(.., command)| *command)
    }

    /// The keys that may come behind `keys` in `context`, each with the command that it completes.
    pub fn completions<'a>(
        &'a self,
        context: Context,
        keys: &'a [Key],
    ) -> impl Iterator<Item = (Key, &'static Command)> + 'a {
        let listed = self.listed.iter().filter(move |(bound_in, ..)| *bound_in == context);
        listed.filter_map(move |(_, bound, command)| match bound.strip_prefix(keys)? {
            [last] => Some((*last, *command)),
            _ => None,
        })
    }

    /// The most telling key of a command in a context, as it is written: of the context's own, or else of those that
    /// hold everywhere, or of all there are. `Esc` tells most, which leads out of everything.
    pub fn key_in(&self, context: Context, command: &Command) -> Option<String> {
        let of =
            |contexts: &[Context]| self.keys_in(contexts, command).into_iter().min_by_key(|key| key != "Esc");
        of(&[context]).or_else(|| of(&[Context::Global])).or_else(|| self.keys(command).into_iter().next())
    }

    /// The most telling key of the command called `name`; its name where it has none.
    pub fn key_of(&self, name: &str) -> String {
        let keys = command::by_name(name).map(|command| self.keys(command));
        keys.and_then(|keys| keys.into_iter().next()).unwrap_or_else(|| name.to_owned())
    }

    /// All that the keys of a command may be called, and the first of several that are pressed one after the other:
    /// as they are shown, and as the table writes them without its brackets.
    pub fn names(&self, command: &Command) -> Vec<String> {
        let bound = self.listed.iter().filter(|(.., bound)| bound.name == command.name);
        let mut names = Vec::new();
        for (_, keys, _) in bound {
            names.push(keys_name(keys));
            names.extend(keys.first().into_iter().flat_map(|&key| [key_name(key), table_name(key)]));
        }
        names
    }

    /// The keys of a command, as they are written, most telling first.
    pub fn keys(&self, command: &Command) -> Vec<String> {
        self.keys_in(&CONTEXTS.map(|(_, context)| context), command)
    }

    /// The same of those in some contexts.
    fn keys_in(&self, contexts: &[Context], command: &Command) -> Vec<String> {
        let bound = self
            .listed
            .iter()
            .filter(|(context, _, bound)| contexts.contains(context) && bound.name == command.name);
        let mut keys: Vec<String> = Vec::new();
        for key in bound.map(|(_, keys, _)| keys_name(keys)) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys.sort_by_key(|key| (key.chars().count() > 1, key.len()));
        keys
    }
}

const NAMES: [(&str, KeyCode); 16] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("BackTab", KeyCode::BackTab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Space", KeyCode::Char(' ')),
];

/// Keys as the table writes them, one behind the other: `ys`, `z<Enter>`.
fn parse_keys(text: &str) -> Option<Vec<Key>> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let name_end = rest.find('>').filter(|&end| first == '<' && end > 1).map(|end| end + 1);
        let (key, behind) = rest.split_at(name_end.unwrap_or_else(|| first.len_utf8()));
        keys.push(parse_key(key)?);
        rest = behind;
    }
    (!keys.is_empty()).then_some(keys)
}

/// A key as the table writes it: `j`, `<Down>`, `<C-d>`, `<F1>`, `<lt>` for `<`.
pub fn parse_key(text: &str) -> Option<Key> {
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return Some(Key::plain(KeyCode::Char(c)));
    }
    let mut name = text.strip_prefix('<')?.strip_suffix('>')?;
    let mut key = Key::plain(KeyCode::Esc);
    loop {
        let modifier = [("C-", &mut key.ctrl), ("A-", &mut key.alt), ("S-", &mut key.shift)];
        let found = modifier.into_iter().find_map(|(prefix, held)| Some((name.strip_prefix(prefix)?, held)));
        let Some((rest, held)) = found else { break };
        *held = true;
        name = rest;
    }
    key.code = key_code(name)?;
    Some(key)
}

fn key_code(name: &str) -> Option<KeyCode> {
    if name == "lt" {
        return Some(KeyCode::Char('<'));
    }
    if let Some(&(_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(code);
    }
    if let Some(number) = name.strip_prefix('F').and_then(|number| number.parse().ok()) {
        return (1..=24).contains(&number).then_some(KeyCode::F(number));
    }
    let mut chars = name.chars();
    let c = chars.next()?;
    chars.next().is_none().then_some(KeyCode::Char(c))
}

/// Keys one after the other, as they are shown to the reader: `ys`.
fn keys_name(keys: &[Key]) -> String {
    keys.iter().map(|&key| key_name(key)).collect()
}

/// A key as it is shown to the reader: `j`, `↓`, `Ctrl-D`, `PgDn`.
pub fn key_name(key: Key) -> String {
    let code = match key.code {
        KeyCode::Char(' ') => "Space".to_owned(),
        KeyCode::Char(c) if key.ctrl => c.to_uppercase().to_string(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::F(number) => format!("F{number}"),
        KeyCode::Up => "↑".to_owned(),
        KeyCode::Down => "↓".to_owned(),
        KeyCode::Left => "←".to_owned(),
        KeyCode::Right => "→".to_owned(),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        KeyCode::BackTab => "Shift-Tab".to_owned(),
        code => NAMES.iter().find(|(_, known)| *known == code).map_or("", |(name, _)| name).to_owned(),
    };
    let held = [(key.ctrl, "Ctrl-"), (key.alt, "Alt-"), (key.shift, "Shift-")];
    held.iter().filter(|(held, _)| *held).map(|(_, name)| *name).collect::<String>() + &code
}

/// A key as the table writes it, without brackets: `j`, `Down`, `C-d`, `PageDown`.
fn table_name(key: Key) -> String {
    let named = NAMES.iter().find(|(_, code)| *code == key.code);
    let code = named.map_or_else(|| key_name(Key::plain(key.code)), |(name, _)| (*name).to_owned());
    let held = [(key.ctrl, "C-"), (key.alt, "A-"), (key.shift, "S-")];
    held.iter().filter(|(held, _)| *held).map(|(_, name)| *name).collect::<String>() + &code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_bound_twice() {
        let keymap = Keymap::parse(DEFAULT).unwrap();
        for (context, keys, bound) in &keymap.listed {
            let found = keymap.command(*context, keys).unwrap();
            assert_eq!(found.name, bound.name, "{context:?} {keys:?}");
        }
    }

    #[test]
    fn keys_are_read_and_named() {
        for (text, name) in [
            ("j", "j"),
            ("<", "<"),
            ("<lt>", "<"),
            ("<C-d>", "Ctrl-D"),
            ("<Space>", "Space"),
            ("<F1>", "F1"),
            ("<A-Left>", "Alt-←"),
            ("<PageDown>", "PgDn"),
        ] {
            assert_eq!(parse_key(text).map(key_name).as_deref(), Some(name), "{text}");
        }
        for text in ["", "<>", "ab", "<X-a>", "<F99>"] {
            assert_eq!(parse_key(text), None, "{text}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (table, message) in [
            ("[page]\n\"j\" = \"fly\"", "there is no command “fly”"),
            ("[page]\n\"<X-a>\" = \"quit\"", "this is no key"),
            ("[page]\n\"\" = \"quit\"", "this is no key"),
            ("[nowhere]\n\"j\" = \"quit\"", "the key table has no section “nowhere”"),
        ] {
            let error = format!("{:#}", Keymap::parse(table).unwrap_err());
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn keys_one_after_the_other_are_read_and_named() {
        for (text, name) in [("ys", "ys"), ("z<Enter>", "zEnter"), ("<lt><lt>", "<<"), ("<C-w>l", "Ctrl-Wl")]
        {
            assert_eq!(parse_keys(text).map(|keys| keys_name(&keys)).as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn no_keys_are_only_the_beginning_of_others() {
        let keymap = Keymap::parse(DEFAULT).unwrap();
        for (context, keys, command) in &keymap.listed {
            let is_hidden = |length| keymap.command(*context, &keys[..length]).is_some();
            assert!(!(1..keys.len()).any(is_hidden), "{}", command.name);
        }
    }

    #[test]
    fn every_command_has_a_key_or_takes_something_that_is_typed() {
        let keymap = Keymap::parse(DEFAULT).unwrap();
        for command in command::all() {
            let is_typed = command.topic.is_typed() && command.parameter.is_some();
            assert!(is_typed || !keymap.keys(command).is_empty(), "{}", command.name);
        }
    }
}
