//! Where each curve's name stands: on the curve, clear of the others.
//!
//! For each curve in turn, twice over, a few places along it, above and below, are scored by how
//! far they stay from the other curves and the other names; the best wins. All in CSS pixels.

/// Places tried along a curve.
const PLACES: usize = 20;
/// Points of a curve looked at under a name.
const SAMPLES: usize = 5;
/// Between a name and its own curve.
const GAP: f64 = 4.0;
/// More room than this around a name makes it no better.
const ENOUGH: f64 = 14.0;
/// Penalty of a name that lies on another: prefer a distant label over an overlapping one.
const COVERED: f64 = 60.0;

/// An axis-aligned rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    fn around((x, y): (f64, f64), (width, height): (f64, f64)) -> Self {
        Self {
            left: x - width / 2.0,
            top: y - height / 2.0,
            right: x + width / 2.0,
            bottom: y + height / 2.0,
        }
    }

    pub(super) fn center(&self) -> (f64, f64) {
        (
            self.left.midpoint(self.right),
            self.top.midpoint(self.bottom),
        )
    }

    fn contains(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }

    /// Free space between two rectangles; 0 when they touch or overlap.
    fn distance(&self, other: &Self) -> f64 {
        let across = (other.left - self.right).max(self.left - other.right);
        let down = (other.top - self.bottom).max(self.top - other.bottom);
        across.max(down).max(0.0)
    }
}

/// A line on the screen that wants a name beside it.
pub(super) struct Line {
    /// From left to right.
    pub(super) points: Vec<(f64, f64)>,
    /// Width and height of its name.
    pub(super) name: (f64, f64),
    /// Where along the plot its name would best stand: 0 left, 1 right.
    pub(super) preferred: f64,
}

impl Line {
    fn at(&self, x: f64) -> Option<f64> {
        let after = self.points.partition_point(|point| point.0 < x);
        let &(x1, y1) = self.points.get(after)?;
        let Some(&(x0, y0)) = after
            .checked_sub(1)
            .and_then(|before| self.points.get(before))
        else {
            return (x1 <= x).then_some(y1);
        };
        Some(y0 + (y1 - y0) * (x - x0) / (x1 - x0))
    }

    /// Lowest and highest y between `left` and `right`.
    fn extent(&self, left: f64, right: f64) -> Option<(f64, f64)> {
        let step = (right - left) / (SAMPLES - 1) as f64;
        (0..SAMPLES)
            .filter_map(|i| self.at(left + i as f64 * step))
            .fold(None, |extent, y| {
                let (low, high) = extent.unwrap_or((y, y));
                Some((y.min(low), y.max(high)))
            })
    }
}

/// A place for each line's name inside `area`, in the order of `lines`; none for a line without
/// points, or whose name is wider than the area.
pub(super) fn place(lines: &[Line], area: &Rect) -> Vec<Option<Rect>> {
    let mut placed: Vec<Option<Rect>> = vec![None; lines.len()];
    // The first names are placed without knowing of the last, so each looks around once more.
    for own in (0..lines.len()).chain(0..lines.len()) {
        let Some(line) = lines.get(own) else { continue };
        let place = best(line, &without(own, lines), &without(own, &placed), area);
        if let Some(slot) = placed.get_mut(own) {
            *slot = place;
        }
    }
    placed
}

fn without<T>(own: usize, all: &[T]) -> Vec<&T> {
    let others = all.iter().enumerate().filter(|&(other, _)| other != own);
    others.map(|(_, item)| item).collect()
}

fn best(line: &Line, others: &[&Line], names: &[&Option<Rect>], area: &Rect) -> Option<Rect> {
    candidates(line, area)
        .map(|name| (score(&name, line, others, names, area), name))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

fn candidates<'a>(line: &'a Line, area: &'a Rect) -> impl Iterator<Item = Rect> + 'a {
    let (width, height) = line.name;
    let first = area.left + width / 2.0;
    let step = (area.right - area.left - width) / (PLACES - 1) as f64;
    (0..PLACES)
        .map(move |i| first + i as f64 * step)
        .filter_map(move |x| Some((x, line.extent(x - width / 2.0, x + width / 2.0)?)))
        .flat_map(move |(x, (highest, lowest))| {
            let above = highest - GAP - height / 2.0;
            let below = lowest + GAP + height / 2.0;
            [above, below].map(|y| Rect::around((x, y), (width, height)))
        })
        .filter(|name| area.contains(name))
}

fn score(name: &Rect, line: &Line, others: &[&Line], names: &[&Option<Rect>], area: &Rect) -> f64 {
    let from_lines = others
        .iter()
        .filter_map(|other| other.extent(name.left, name.right))
        .map(|(top, bottom)| (top - name.bottom).max(name.top - bottom).max(0.0));
    let from_names = names
        .iter()
        .filter_map(|name| name.as_ref())
        .map(|other| name.distance(other));
    let apart = from_names.fold(ENOUGH, f64::min);
    let room = from_lines.fold(apart, f64::min);
    let covered = if apart > 0.0 { 0.0 } else { COVERED };

    // Where a curve is steep, a name clear of it is far from it and could belong to another.
    let (x, y) = name.center();
    let own = line.at(x).unwrap_or(y);
    let astray = (own - y).abs() - line.name.1 / 2.0 - GAP;
    let off = (x - area.left) / (area.right - area.left) - line.preferred;
    room - covered - 0.4 * astray - 4.0 * off.abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect {
        left: 0.0,
        top: 0.0,
        right: 400.0,
        bottom: 200.0,
    };

    fn level(y: f64) -> Line {
        Line {
            points: vec![(0.0, y), (400.0, y)],
            name: (60.0, 14.0),
            preferred: 0.9,
        }
    }

    #[test]
    fn names_of_close_lines_go_to_their_outer_sides() {
        let names = place(&[level(100.0), level(110.0)], &AREA);
        let (upper, lower) = (names[0].unwrap(), names[1].unwrap());
        assert!(upper.bottom < 100.0 && lower.top > 110.0);
    }

    #[test]
    fn names_never_lie_on_each_other() {
        let lines: Vec<_> = (0..6).map(|i| level(30.0 + 25.0 * f64::from(i))).collect();
        let names: Vec<_> = place(&lines, &AREA).into_iter().flatten().collect();
        assert_eq!(names.len(), 6);
        for (i, a) in names.iter().enumerate() {
            assert!(names[..i].iter().all(|b| a.distance(b) > 0.0));
        }
    }

    #[test]
    fn names_of_lines_that_meet_at_the_top_do_not_cover_each_other() {
        let steep = |foot: f64| Line {
            points: vec![
                (0.0, 195.0),
                (foot, 195.0),
                (foot + 60.0, 5.0),
                (400.0, 5.0),
            ],
            name: (90.0, 14.0),
            preferred: 0.55,
        };
        let lines = [steep(40.0), steep(70.0), steep(100.0)];
        let names: Vec<_> = place(&lines, &AREA).into_iter().flatten().collect();
        for (i, a) in names.iter().enumerate() {
            assert!(names[..i].iter().all(|b| a.distance(b) > 0.0), "{names:?}");
        }
    }

    #[test]
    fn a_line_without_points_has_no_name() {
        let empty = Line {
            points: vec![],
            name: (60.0, 14.0),
            preferred: 0.5,
        };
        assert_eq!(place(&[empty], &AREA), vec![None]);
    }
}
