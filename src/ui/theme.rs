//! Themes: what each role looks like, read from a table in TOML.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, bail};
use ratatui::style::{Color, Modifier, Style};

use crate::document::{Color as NoteColor, InlineStyle};
use crate::layout;

/// The bundled themes.
pub const DEFAULT: &str = include_str!("../../assets/themes.toml");

macro_rules! roles {
    ($($role:ident $name:literal,)*) => {
        /// What a theme styles.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "a role is named after what it styles")]
        pub enum Role { $($role,)* }

        impl Role {
            /// Every role with the name it has in the table.
            const ALL: &[(&'static str, Self)] = &[$(($name, Self::$role),)*];
        }
    };
}

roles! {
    Body "body",
    Heading1 "heading-1",
    Heading2 "heading-2",
    Heading3 "heading-3",
    Heading4 "heading-4",
    Heading5 "heading-5",
    Heading6 "heading-6",
    Code "code",
    Html "html",
    Quote "quote",
    QuoteBar "quote-bar",
    Alert "alert",
    Marker "marker",
    Rule "rule",
    TableHeader "table-header",
    Image "image",
    Term "term",
    Mended "mended",
    Furniture "furniture",
    Fold "fold",
    Emphasis "emphasis",
    Strong "strong",
    Strikethrough "strikethrough",
    CodeSpan "code-span",
    Underline "underline",
    Link "link",
    FocusedLink "focused-link",
    LinkHost "link-host",
    Hint "hint",
    Label "label",
    FootnoteReference "footnote-reference",
    Hit "hit",
    CurrentHit "current-hit",
    NoteYellow "note-yellow",
    NoteGreen "note-green",
    NoteBlue "note-blue",
    NotePink "note-pink",
    NoteSign "note-sign",
    Selection "selection",
    SelectionEnd "selection-end",
    SidebarCurrent "sidebar-current",
    SidebarSelected "sidebar-selected",
    SidebarNumber "sidebar-number",
    SidebarHits "sidebar-hits",
    Border "border",
    BorderFocus "border-focus",
    Status "status",
    Prompt "prompt",
    PromptOptions "prompt-options",
    Mistake "mistake",
    ScrollThumb "scroll-thumb",
    ScrollTrack "scroll-track",
    ScrollHit "scroll-hit",
    ScrollCurrentHit "scroll-current-hit",
    Explained "explained",
    PanelTitle "panel-title",
    PanelFor "panel-for",
    PanelAgainst "panel-against",
    PickerAside "picker-aside",
    PickerMatched "picker-matched",
    HelpTopic "help-topic",
    HelpKey "help-key",
    HelpTyped "help-typed",
}

/// A theme: a style for each role.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    styles: HashMap<Role, Style>,
}

impl Theme {
    /// The theme called `name` in a table of themes. Errors name the role and what is wrong.
    pub fn parse(table: &str, name: &str) -> Result<Self> {
        let themes: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(table).context("the table of themes is not valid")?;
        let roles = themes.get(name).with_context(|| format!("there is no theme “{name}”"))?;
        let mut theme = Self::default();
        for (name, words) in roles {
            let known = Role::ALL.iter().find(|(known, _)| known == name);
            let Some(&(_, role)) = known else { bail!("there is no role “{name}”") };
            let style = parse_style(words).with_context(|| format!("role “{name}”"))?;
            theme.styles.insert(role, style);
        }
        Ok(theme)
    }

    /// The look of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(&role).copied().unwrap_or_default()
    }

    /// The role of a highlight.
    pub(super) fn note(color: NoteColor) -> Role {
        match color {
            NoteColor::Yellow => Role::NoteYellow,
            NoteColor::Green => Role::NoteGreen,
            NoteColor::Blue => Role::NoteBlue,
            NoteColor::Pink => Role::NotePink,
        }
    }

    /// The look of a run of the page.
    pub(super) fn layout(&self, role: layout::Role) -> Style {
        self.style(match role {
            layout::Role::Body => Role::Body,
            layout::Role::Heading(1) => Role::Heading1,
            layout::Role::Heading(2) => Role::Heading2,
            layout::Role::Heading(3) => Role::Heading3,
            layout::Role::Heading(4) => Role::Heading4,
            layout::Role::Heading(5) => Role::Heading5,
            layout::Role::Heading(_) => Role::Heading6,
            layout::Role::Code => Role::Code,
            layout::Role::Html => Role::Html,
            layout::Role::Quote => Role::Quote,
            layout::Role::QuoteBar => Role::QuoteBar,
            layout::Role::Marker => Role::Marker,
            layout::Role::Rule => Role::Rule,
            layout::Role::TableHeader => Role::TableHeader,
            layout::Role::Image => Role::Image,
            layout::Role::Term => Role::Term,
            layout::Role::Furniture => Role::Furniture,
            layout::Role::Fold => Role::Fold,
            layout::Role::Alert => Role::Alert,
            layout::Role::Mended => Role::Mended,
        })
    }

    /// What an inline style adds to the look of its block.
    pub(super) fn inline(&self, style: InlineStyle) -> Style {
        const ROLES: [(InlineStyle, Role); 10] = [
            (InlineStyle::EMPHASIS, Role::Emphasis),
            (InlineStyle::STRONG, Role::Strong),
            (InlineStyle::STRIKETHROUGH, Role::Strikethrough),
            (InlineStyle::CODE, Role::CodeSpan),
            (InlineStyle::UNDERLINE, Role::Underline),
            (InlineStyle::LINK, Role::Link),
            (InlineStyle::IMAGE, Role::Image),
            (InlineStyle::LABEL, Role::Label),
            (InlineStyle::FOOTNOTE_REFERENCE, Role::FootnoteReference),
            (InlineStyle::HTML, Role::Html),
        ];
        if style.is_empty() {
            return Style::new();
        }
        let own = ROLES.iter().filter(|(flag, _)| style.contains(*flag));
        own.fold(Style::new(), |look, &(_, role)| look.patch(self.style(role)))
    }
}

const MODIFIERS: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("crossed-out", Modifier::CROSSED_OUT),
    ("reversed", Modifier::REVERSED),
];

fn parse_style(words: &str) -> Result<Style> {
    let mut style = Style::new();
    let mut words = words.split_whitespace();
    while let Some(word) = words.next() {
        if let Some((_, modifier)) = MODIFIERS.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(*modifier);
        } else if word == "on" {
            style = style.bg(parse_color(words.next().unwrap_or_default())?);
        } else {
            style = style.fg(parse_color(word)?);
        }
    }
    Ok(style)
}

fn parse_color(word: &str) -> Result<Color> {
    word.parse().map_err(|_| anyhow::anyhow!("“{word}” is neither a color nor a look"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_themes_are_whole() {
        for name in ["terminal", "plain"] {
            Theme::parse(DEFAULT, name).unwrap();
        }
    }

    #[test]
    fn the_plain_theme_has_no_color() {
        let theme = Theme::parse(DEFAULT, "plain").unwrap();
        assert!(theme.styles.values().all(|style| style.fg.is_none() && style.bg.is_none()));
    }

    #[test]
    fn no_highlight_looks_like_another_or_like_a_link() {
        for name in ["terminal", "plain"] {
            let theme = Theme::parse(DEFAULT, name).unwrap();
            let notes = [Role::NoteYellow, Role::NoteGreen, Role::NoteBlue, Role::NotePink];
            let others =
                [Role::Body, Role::Link, Role::FocusedLink, Role::Underline, Role::Mended, Role::Hit];
            for (place, note) in notes.into_iter().enumerate() {
                for other in notes[..place].iter().chain(&others) {
                    assert_ne!(theme.style(note), theme.style(*other), "{name}: {note:?}, {other:?}");
                }
            }
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (table, message) in [
            ("[a]\nbodi = \"bold\"", "there is no role “bodi”"),
            ("[a]\nbody = \"bolt\"", "“bolt” is neither a color nor a look"),
            ("[b]", "there is no theme “a”"),
        ] {
            let error = format!("{:#}", Theme::parse(table, "a").unwrap_err());
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn styles_are_read_word_by_word() {
        let expected = Style::new().fg(Color::Black).bg(Color::LightGreen).add_modifier(Modifier::BOLD);
        assert_eq!(parse_style("bold black on light-green").unwrap(), expected);
    }
}
