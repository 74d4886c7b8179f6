//! One step of dqds: the next q and e, and what is left of each q on the way.

/// The least differences of a step, and its last ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct Differences {
    /// Of all, of all but the last, of all but the last two.
    pub(super) least: [f64; 3],
    /// The last, the last but one, the last but two.
    pub(super) last: [f64; 3],
    /// The least e.
    pub(super) e: f64,
}

/// A step of dqds. The values are right where the least difference is not negative. The differences are put aside, and
/// looked at afterwards: in the loop, where each waits for the one before, a comparison takes longer.
pub(super) fn step(
    q: &[f64],
    e: &[f64],
    shift: f64,
    next: (&mut [f64], &mut [f64]),
    differences: &mut [f64],
) -> Differences {
    let (next_q, next_e) = next;
    let (mut d, others) = q
        .split_first()
        .map_or((0.0, q), |(q, rest)| (q - shift, rest));
    let places = next_q.iter_mut().zip(next_e.iter_mut());
    let places = places.zip(differences.iter_mut());
    for ((q, e), ((next_q, next_e), difference)) in others.iter().zip(e).zip(places) {
        *difference = d;
        *next_q = d + e;
        let quotient = q / *next_q;
        *next_e = quotient;
        d = d * quotient - shift;
    }
    // Likewise: beside the other product it would be made one with it, and the next difference wait for both.
    for (next_e, e) in next_e.iter_mut().zip(e) {
        *next_e *= e;
    }
    if let Some((next_q, difference)) = next_q.last_mut().zip(differences.last_mut()) {
        (*next_q, *difference) = (d, d);
    }
    let (rest, last) = match differences {
        [rest @ .., two, one, last] => (&*rest, [*last, *one, *two]),
        [one, last] => (&[][..], [*last, *one, *one]),
        _ => (&[][..], [d; 3]),
    };
    let all_but_two = lesser(least(rest), last[2]);
    let all_but_one = lesser(all_but_two, last[1]);
    Differences {
        least: [lesser(all_but_one, d), all_but_one, all_but_two],
        last,
        e: least(next_e),
    }
}

/// Not `f64::min`, which in WebAssembly takes several instructions for the sake of NaN and of the sign of zero.
fn lesser(one: f64, other: f64) -> f64 {
    if one < other { one } else { other }
}

fn least(of: &[f64]) -> f64 {
    let (fours, rest) = of.as_chunks::<4>();
    let mut least = [f64::INFINITY; 4];
    for four in fours {
        for (least, entry) in least.iter_mut().zip(four) {
            *least = lesser(*entry, *least);
        }
    }
    let all = least.into_iter().chain(rest.iter().copied());
    all.fold(f64::INFINITY, lesser)
}
