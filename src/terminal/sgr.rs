//! Styles as the terminal is told them: SGR, “select graphic rendition”.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// What a cell looks like apart from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    foreground: Color,
    background: Color,
    modifier: Modifier,
}

impl Look {
    /// The terminal's own colors, nothing set off.
    pub(super) const PLAIN: Self =
        Self { foreground: Color::Reset, background: Color::Reset, modifier: Modifier::empty() };

    /// The look of `cell`.
    pub(super) fn of(cell: &Cell) -> Self {
        Self { foreground: cell.fg, background: cell.bg, modifier: cell.modifier }
    }

    /// Adds the sequence that sets this look to `bytes`. It starts from nothing, so the result does
    /// not depend on what was set before.
    pub(super) fn write(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(b"\x1b[0");
        for (modifier, code) in MODIFIERS {
            if self.modifier.contains(*modifier) {
                bytes.extend_from_slice(format!(";{code}").as_bytes());
            }
        }
        write_color(self.foreground, 30, bytes);
        write_color(self.background, 40, bytes);
        bytes.push(b'm');
    }
}

const MODIFIERS: &[(Modifier, u8)] = &[
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// Adds a color's parameters. `base` is 30 for the foreground, 40 for the background.
fn write_color(color: Color, base: u8, bytes: &mut Vec<u8>) {
    let parameters = match color {
        Color::Reset => return,
        Color::Indexed(index) => format!(";{};5;{index}", base + 8),
        Color::Rgb(red, green, blue) => format!(";{};2;{red};{green};{blue}", base + 8),
        named => match ansi(named) {
            index @ 0..8 => format!(";{}", base + index),
            index => format!(";{}", base + 60 + index - 8),
        },
    };
    bytes.extend_from_slice(parameters.as_bytes());
}

/// The number of one of the terminal's own 16 colors.
fn ansi(color: Color) -> u8 {
    match color {
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Black | Color::Reset | Color::Indexed(_) | Color::Rgb(..) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    #[test]
    fn a_look_is_one_sequence_from_nothing() {
        for (style, expected) in [
            (Style::new(), "\x1b[0m"),
            (Style::new().bold().underlined(), "\x1b[0;1;4m"),
            (Style::new().red().on_light_blue(), "\x1b[0;31;104m"),
            (Style::new().black().on_dark_gray(), "\x1b[0;30;100m"),
            (Style::new().white().on_gray(), "\x1b[0;97;47m"),
            (Style::new().fg(Color::Indexed(200)), "\x1b[0;38;5;200m"),
            (Style::new().bg(Color::Rgb(1, 2, 3)).reversed(), "\x1b[0;7;48;2;1;2;3m"),
        ] {
            let mut cell = Cell::new("x");
            cell.set_style(style);
            let mut bytes = Vec::new();
            Look::of(&cell).write(&mut bytes);
            assert_eq!(String::from_utf8(bytes).unwrap(), expected);
        }
    }

    #[test]
    fn the_default_look_is_plain() {
        assert_eq!(Look::of(&Cell::EMPTY), Look::PLAIN);
    }
}
