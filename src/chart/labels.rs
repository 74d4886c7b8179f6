//! Where each curve's name stands: beside its curve and clear of everything else, or nowhere.
//!
//! A few places along the curve, above and below it, are tried in a fixed order, the preferred one
//! first; the first that has [`AIR`] to every other curve, upright line, mark and name is taken. So a
//! name stays where it is while it can, and one for which there is no room is left to the legend. All
//! in CSS pixels.

/// Between a name and whatever is not its own curve.
pub(super) const AIR: f64 = 6.0;
/// Between a name and its own curve, or its curve's dots.
pub(super) const GAP: f64 = 5.0;
/// Places tried along a curve.
const PLACES: usize = 25;
/// How far a curve may rise or fall beside its name, in pixels.
const STEEPEST: f64 = 40.0;
/// Where a curve is steep, a name clear of it is far from it. Other lines keep away by so much of its
/// rise beyond [`AIR`], lest the name be taken for theirs.
const AIR_OF_RISE: f64 = 0.5;

/// A point of the screen.
pub(super) type Point = (f64, f64);

/// An axis-aligned rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    pub(super) fn around((x, y): Point, (width, height): (f64, f64)) -> Self {
        Self {
            left: x - width / 2.0,
            top: y - height / 2.0,
            right: x + width / 2.0,
            bottom: y + height / 2.0,
        }
    }

    pub(super) fn center(&self) -> Point {
        (
            self.left.midpoint(self.right),
            self.top.midpoint(self.bottom),
        )
    }

    pub(super) fn grown(&self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    fn contains(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether a line from `from` to `to` goes through its inside (Liang and Barsky 1984).
    fn is_crossed_by(&self, from: Point, to: Point) -> bool {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let sides = [
            (-dx, from.0 - self.left),
            (dx, self.right - from.0),
            (-dy, from.1 - self.top),
            (dy, self.bottom - from.1),
        ];
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        for (step, room) in sides {
            if step == 0.0 {
                if room <= 0.0 {
                    return false;
                }
            } else if step < 0.0 {
                enters = enters.max(room / step);
            } else {
                leaves = leaves.min(room / step);
            }
        }
        enters < leaves
    }
}

/// A line on the screen that may want a name beside it.
pub(super) struct Line {
    /// From left to right.
    pub(super) points: Vec<Point>,
    /// Width and height of its name; no width where it wants none.
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

    /// Its points with an x between `left` and `right`.
    fn between(&self, left: f64, right: f64) -> &[Point] {
        let first = self.points.partition_point(|point| point.0 < left);
        let end = self.points.partition_point(|point| point.0 <= right);
        self.points.get(first..end).unwrap_or_default()
    }

    /// Lowest and highest y between `left` and `right`; none where it does not reach both.
    fn extent(&self, left: f64, right: f64) -> Option<(f64, f64)> {
        let ends = [self.at(left)?, self.at(right)?];
        let inner = self.between(left, right).iter().map(|point| point.1);
        let all = inner.chain(ends);
        Some(
            all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| {
                (y.min(low), y.max(high))
            }),
        )
    }

    /// Whether it goes through the inside of `place`.
    pub(super) fn crosses(&self, place: &Rect) -> bool {
        let first = self.points.partition_point(|point| point.0 < place.left);
        let end = self.points.partition_point(|point| point.0 <= place.right);
        let near = self
            .points
            .get(first.saturating_sub(1)..(end + 1).min(self.points.len()));
        let mut pairs = near.unwrap_or_default().windows(2);
        pairs.any(|pair| matches!(pair, [from, to] if place.is_crossed_by(*from, *to)))
    }
}

/// A place for each line's name inside `area`, in the order of `lines`, of which the last are placed
/// first; none for a name without room. `taken` is what else a name keeps clear of.
pub(super) fn place(lines: &[Line], taken: &[Rect], area: &Rect) -> Vec<Option<Rect>> {
    let mut placed: Vec<Option<Rect>> = vec![None; lines.len()];
    for (own, line) in lines.iter().enumerate().rev() {
        let clear = |&(name, rise): &(Rect, f64)| {
            let around = name.grown(AIR + AIR_OF_RISE * rise);
            let others = lines.iter().enumerate().filter(|other| other.0 != own);
            let mut marks = placed.iter().flatten().chain(taken);
            marks.all(|mark| !name.grown(AIR).meets(mark))
                && others.into_iter().all(|(_, other)| !other.crosses(&around))
        };
        let place = candidates(line, area).find(clear).map(|found| found.0);
        if let Some(slot) = placed.get_mut(own) {
            *slot = place;
        }
    }
    placed
}

/// Places beside a line, those nearest to the preferred one first, and how far the line rises there.
fn candidates<'a>(line: &'a Line, area: &'a Rect) -> impl Iterator<Item = (Rect, f64)> + 'a {
    let (width, height) = line.name;
    let room = area.right - area.left - width;
    let wanted = (line.preferred * (PLACES - 1) as f64).round() as usize;
    let outward = (0..PLACES).flat_map(move |off| {
        let left = wanted.checked_sub(off).filter(|_| off > 0);
        [Some(wanted + off), left]
    });
    let places = outward.flatten().filter(|&place| place < PLACES);
    places
        .filter(move |_| width > 0.0 && room >= 0.0)
        .map(move |place| area.left + width / 2.0 + room * place as f64 / (PLACES - 1) as f64)
        .filter_map(move |x| {
            let half = width / 2.0 + GAP;
            let (highest, lowest) = line.extent(x - half, x + half)?;
            (lowest - highest <= STEEPEST).then_some((x, highest, lowest))
        })
        .flat_map(move |(x, highest, lowest)| {
            let above = highest - GAP - height / 2.0;
            let below = lowest + GAP + height / 2.0;
            [above, below].map(|y| (Rect::around((x, y), (width, height)), lowest - highest))
        })
        .filter(|(name, _)| area.contains(name))
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

    fn line(points: Vec<Point>) -> Line {
        Line {
            points,
            name: (60.0, 14.0),
            preferred: 0.55,
        }
    }

    fn level(y: f64) -> Line {
        line(vec![(0.0, y), (400.0, y)])
    }

    #[test]
    fn names_of_close_lines_go_to_their_outer_sides() {
        let names = place(&[level(100.0), level(110.0)], &[], &AREA);
        let (upper, lower) = (names[0].unwrap(), names[1].unwrap());
        assert!(upper.bottom < 100.0 && lower.top > 110.0);
    }

    #[test]
    fn a_line_between_two_close_ones_has_no_name() {
        let names = place(&[level(100.0), level(110.0), level(120.0)], &[], &AREA);
        assert_eq!(names[1], None);
        assert!(names[0].is_some() && names[2].is_some());
    }

    #[test]
    fn a_name_keeps_clear_of_what_is_taken() {
        let taken = Rect {
            left: 150.0,
            right: 260.0,
            ..AREA
        };
        let names = place(&[level(100.0)], &[taken], &AREA);
        let name = names[0].unwrap();
        assert!(name.right + AIR <= taken.left || name.left - AIR >= taken.right);
    }

    #[test]
    fn a_steep_line_has_no_name() {
        let steep = line(vec![(0.0, -200.0), (400.0, 400.0)]);
        assert_eq!(place(&[steep], &[], &AREA), [None]);
    }

    #[test]
    fn a_line_without_points_has_no_name() {
        assert_eq!(place(&[line(vec![])], &[], &AREA), [None]);
    }

    #[test]
    fn no_name_meets_a_line_or_another_name() {
        // Lines of a linear congruential generator, from level to jagged.
        let mut state = 1_u32;
        let mut random = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 8) / f64::from(1 << 24)
        };
        let mut named = 0;
        for _ in 0..500 {
            let count = 2 + (random() * 6.0) as usize;
            let lines: Vec<Line> = (0..count)
                .map(|_| {
                    let (mut y, wild) = (200.0 * random(), 30.0 * random());
                    let points = (0..=40).map(|step| {
                        y += wild * (random() - 0.5);
                        (10.0 * f64::from(step), y)
                    });
                    line(points.collect())
                })
                .collect();
            let names = place(&lines, &[], &AREA);
            for (own, name) in names.iter().enumerate() {
                let Some(name) = name else { continue };
                named += 1;
                assert!(AREA.contains(name));
                let kept_clear = name.grown(AIR - 1e-9);
                for (other, line) in lines.iter().enumerate() {
                    let room = if other == own {
                        name.grown(GAP - 1e-9)
                    } else {
                        kept_clear
                    };
                    assert!(!line.crosses(&room), "{own} on {other}");
                }
                let others = names.iter().enumerate().filter(|other| other.0 != own);
                for (_, other) in others {
                    assert!(other.is_none_or(|other| !kept_clear.meets(&other)));
                }
            }
        }
        assert!(named > 500, "{named}");
    }
}
