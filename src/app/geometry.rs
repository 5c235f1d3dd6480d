//! Where everything stands on the screen.

use super::event::Size;

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The first column.
    pub x: u16,
    /// The first row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether a cell lies in it.
    pub fn contains(&self, column: u16, row: u16) -> bool {
        let columns = self.x..self.x.saturating_add(self.width);
        let rows = self.y..self.y.saturating_add(self.height);
        columns.contains(&column) && rows.contains(&row)
    }

    /// Whether there is no cell in it.
    pub fn is_empty(&self) -> bool {
        self.width == 0 || self.height == 0
    }
}

/// What is to stand below the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Below {
    /// Nothing.
    #[default]
    Nothing,
    /// The panel that explains a block, which takes so many rows.
    Panel(u16),
    /// What may be typed, which takes so many rows and the whole width: over the sidebar too, which stays as it is.
    Typed(u16),
    /// A list to pick from.
    List,
}

/// What the reader wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Whether the sidebar is not to stand beside the text, even where there is room.
    pub is_sidebar_hidden: bool,
    /// Whether the sidebar is to lie over the text where there is no room beside it.
    pub is_sidebar_wanted: bool,
    /// The sidebar's columns; `None` for a share of the screen.
    pub sidebar_width: Option<u16>,
    /// The measure, in columns.
    pub measure: u16,
    /// What is to stand below the text.
    pub below: Below,
    /// Whether there are sections to show.
    pub has_sections: bool,
}

/// The screen, divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Geometry {
    /// The section tree; empty where it is hidden.
    pub sidebar: Area,
    /// Whether the sidebar lies over the text, for want of room.
    pub is_sidebar_over: bool,
    /// The pane of the text, with the blank beside it.
    pub pane: Area,
    /// The text itself: as wide as the measure, centered in its pane.
    pub text: Area,
    /// How far code may reach, in columns from the text's left edge.
    pub limit: u16,
    /// The scroll bar.
    pub scroll_bar: Area,
    /// Below the text, the panel that explains a block or lists what may be typed, or the list to pick from;
    /// empty where none is wanted.
    pub panel: Area,
    /// The status line.
    pub status: Area,
}

/// Columns of text below which the sidebar does not stand beside it.
const LEAST_PANE: u16 = 48;
/// The narrowest sidebar.
pub const LEAST_SIDEBAR: u16 = 12;
/// The widest sidebar that is chosen of itself.
const MOST_SIDEBAR: u16 = 40;

impl Geometry {
    /// Divides a screen of `size`. Total for every size, 0 × 0 included.
    pub fn new(size: Size, wishes: Wishes) -> Self {
        let status_rows = u16::from(size.rows > 1);
        let rows = size.rows - status_rows;
        let status = Area { x: 0, y: rows, width: size.columns, height: status_rows };
        let is_beside = size.columns.saturating_sub(natural_sidebar(size.columns)) > LEAST_PANE;
        let is_wanted = if is_beside { !wishes.is_sidebar_hidden } else { wishes.is_sidebar_wanted };
        let is_shown = wishes.has_sections && is_wanted;
        let sidebar = sidebar_width(size.columns, is_beside, wishes);
        // A column of blank and a rule stand between the sidebar and the text.
        let left = if is_shown && is_beside { sidebar + 1 } else { 0 };
        let bar = u16::from(size.columns > 20);
        let panel_rows = match wishes.below {
            Below::Nothing => 0,
            Below::Panel(rows) | Below::Typed(rows) => rows.min(most_panel_rows(size)),
            Below::List => list_rows(size),
        };
        let height = rows - panel_rows;
        let pane = Area { x: left, y: 0, width: size.columns - left - bar, height };
        let panel_left = if matches!(wishes.below, Below::Typed(_)) { 0 } else { left };
        let text = text_area(pane, wishes.measure);
        let right = pane.x + pane.width;
        Self {
            sidebar: Area { x: 0, y: 0, width: if is_shown { sidebar } else { 0 }, height: rows },
            is_sidebar_over: is_shown && !is_beside,
            pane,
            text,
            limit: right.saturating_sub(text.x + u16::from(pane.width > 20)).max(text.width),
            scroll_bar: Area { x: right, y: 0, width: bar, height },
            panel: Area { x: panel_left, y: height, width: size.columns - panel_left, height: panel_rows },
            status,
        }
    }
}

/// Columns of a sidebar that is not told how wide to be.
fn natural_sidebar(columns: u16) -> u16 {
    let share = u16::try_from(u32::from(columns) * 30 / 100).unwrap_or(columns);
    share.clamp(LEAST_SIDEBAR, MOST_SIDEBAR)
}

/// The most rows of the panel: a share of the screen, enough for a few reasons, and never all.
pub fn most_panel_rows(size: Size) -> u16 {
    const LEAST: u16 = 5;
    const MOST: u16 = 12;
    let rows = size.rows.saturating_sub(1);
    (rows * 2 / 5).clamp(LEAST, MOST).min(rows.saturating_sub(2))
}

/// The rows of a list to pick from, always the same so that the page above stands still: about half of the
/// screen.
fn list_rows(size: Size) -> u16 {
    const LEAST: u16 = 5;
    const MOST: u16 = 24;
    let rows = size.rows.saturating_sub(1);
    (rows / 2).clamp(LEAST, MOST).min(rows.saturating_sub(2))
}

fn sidebar_width(columns: u16, is_beside: bool, wishes: Wishes) -> u16 {
    let most = if is_beside { columns.saturating_sub(LEAST_PANE + 1) } else { columns };
    // Over the text there is nothing to leave room for: beside it only bits of words would be seen.
    let natural = if is_beside { natural_sidebar(columns) } else { most };
    let width = wishes.sidebar_width.unwrap_or(natural);
    width.max(LEAST_SIDEBAR).min(most)
}

/// The text's columns: the measure, or what the pane has with a blank column on each side.
fn text_area(pane: Area, measure: u16) -> Area {
    let blank = u16::from(pane.width > 20) + u16::from(pane.width > 40);
    let width = measure.min(pane.width.saturating_sub(blank * 2)).max(1);
    Area { x: pane.x + pane.width.saturating_sub(width) / 2, width, ..pane }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WISHES: Wishes = Wishes {
        is_sidebar_hidden: false,
        is_sidebar_wanted: false,
        sidebar_width: None,
        measure: 80,
        below: Below::Nothing,
        has_sections: true,
    };

    fn geometry(columns: u16, rows: u16) -> Geometry {
        Geometry::new(Size { columns, rows }, WISHES)
    }

    #[test]
    fn the_sidebar_shows_where_there_is_room() {
        assert_eq!(geometry(80, 24).sidebar.width, 24);
        assert_eq!(geometry(40, 12).sidebar.width, 0);
        assert_eq!(geometry(200, 60).text.width, 80);
    }

    #[test]
    fn a_wanted_sidebar_lies_over_a_narrow_text() {
        let wishes = Wishes { is_sidebar_wanted: true, ..WISHES };
        let narrow = Geometry::new(Size { columns: 40, rows: 12 }, wishes);
        assert!(narrow.is_sidebar_over);
        assert_eq!((narrow.pane.x, narrow.sidebar.width), (0, 40), "bits of words would be seen of the text");
        let wider = Geometry::new(Size { columns: 60, rows: 12 }, wishes);
        assert!(wider.is_sidebar_over && wider.sidebar.width == 60, "{wider:?}");
    }

    #[test]
    fn a_wide_sidebar_leaves_room_for_the_text() {
        let wishes = Wishes { sidebar_width: Some(70), ..WISHES };
        let geometry = Geometry::new(Size { columns: 80, rows: 12 }, wishes);
        assert!(!geometry.is_sidebar_over);
        assert!(geometry.sidebar.width < 40 && geometry.pane.width > 40, "{geometry:?}");
    }

    #[test]
    fn every_size_is_divided_without_overlap() {
        for (columns, rows) in (0..140).flat_map(|columns| (0..6).map(move |rows| (columns, rows))) {
            for n in 0..16 {
                let wishes = Wishes {
                    is_sidebar_hidden: n & 1 > 0,
                    is_sidebar_wanted: n & 2 > 0,
                    below: [Below::Nothing, Below::Panel(9), Below::List, Below::Typed(9)][n / 4],
                    ..WISHES
                };
                let geometry = Geometry::new(Size { columns, rows }, wishes);
                let Geometry { sidebar, pane, scroll_bar, status, .. } = geometry;
                assert!(scroll_bar.x + scroll_bar.width <= columns, "{columns}x{rows}: {geometry:?}");
                assert!(
                    geometry.is_sidebar_over || sidebar.width <= pane.x,
                    "{columns}x{rows}: {geometry:?}"
                );
                assert!(pane.x + pane.width <= scroll_bar.x && pane.height <= status.y);
                let panel = geometry.panel;
                assert_eq!(pane.height + panel.height, status.y, "{columns}x{rows}: {geometry:?}");
                assert!(panel.x + panel.width <= columns && panel.y == pane.height);
                assert!(status.y + status.height <= rows && sidebar.width <= columns);
                assert!(geometry.text.width >= 1);
            }
        }
    }
}
