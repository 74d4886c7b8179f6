//! The matrices themselves: which truncation is asked for, what is drawn of it, and what is said.

use rankscope_engine::protocol::{Answer, Job};
use rankscope_params::number::{Format, significant};
use rankscope_params::{Choices, MatricesRank, Params, Reading, Update};
use rankscope_sim::truncation::{LARGEST_PICTURE, Picture};

/// The rank that is kept.
pub fn rank(choices: Choices, reading: &Reading) -> usize {
    match choices.matrices_rank {
        MatricesRank::Low => reading.rank_low,
        MatricesRank::High => reading.rank_high,
    }
}

/// The truncation to compute; none while the matrices are hidden.
pub fn job(params: &Params, choices: Choices) -> Option<Job> {
    choices.matrices.update().map(|update| Job::Truncate {
        params: params.update(),
        update,
        rank: rank(choices, &params.reading()),
    })
}

/// An update, its best approximation of a rank, and what is left over.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixMaps {
    update: Update,
    rank: usize,
    /// Rows and columns.
    shape: (usize, usize),
    /// The relative error of the approximation; none when the update is zero.
    pub error: Option<f64>,
    pictures: [Picture; 3],
}

impl MatrixMaps {
    /// Of the answer to a truncation; none of any other answer.
    pub fn of((job, answer): &(Job, Answer)) -> Option<Self> {
        let Job::Truncate {
            params,
            update,
            rank,
        } = job
        else {
            return None;
        };
        let Answer::Truncated(truncation) = answer else {
            return None;
        };
        let residual = truncation.update.less(&truncation.approximation);
        Some(Self {
            update: *update,
            rank: *rank,
            shape: (params.rows, params.columns),
            error: truncation.error,
            pictures: [
                truncation.update.clone(),
                truncation.approximation.clone(),
                residual,
            ],
        })
    }

    /// Whose they are.
    pub const fn update(&self) -> Update {
        self.update
    }

    /// The three pictures with their titles.
    pub fn pictures(&self) -> [(String, &Picture); 3] {
        let [update, approximation, residual] = &self.pictures;
        [
            (format!("ΔW, the {} update", self.update.name()), update),
            (format!("rank {} of it", self.rank), approximation),
            ("what is left".to_owned(), residual),
        ]
    }

    /// The largest magnitude in any of the three, which share one scale.
    pub fn range(&self) -> f32 {
        let largest = self.pictures.iter().map(Picture::largest);
        largest.fold(0.0, f32::max)
    }

    pub fn summary(&self) -> String {
        let (update, rank) = (self.update.name(), self.rank);
        match self.error {
            None => format!("The {update} update is zero, and so is all that is kept of it."),
            Some(error) => format!(
                "Rank {rank} leaves {} % of the {update} update’s size: its floor, {}.",
                Format::Decimals(1).write(100.0 * error),
                Format::Decimals(3).write(error),
            ),
        }
    }

    /// That a cell is a mean of entries, where the matrix is too large for a cell for each.
    pub fn note(&self) -> Option<String> {
        let (rows, columns) = self.shape;
        (rows.max(columns) > LARGEST_PICTURE).then(|| {
            format!(
                "The matrix has {rows} × {columns} entries; each cell here is the mean of a block of them."
            )
        })
    }
}

/// What a picture shows, for who does not see it.
pub fn description(title: &str, picture: &Picture) -> String {
    let largest = significant(f64::from(picture.largest()), 2);
    format!("{title}: no entry is larger than {largest}")
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;
    use rankscope_sim::truncation::truncate;

    use super::*;

    fn maps(link: &str) -> Option<MatrixMaps> {
        let (link, _) = query::read(link);
        let job = job(&link.params, link.choices)?;
        let Job::Truncate {
            params,
            update,
            rank,
        } = &job
        else {
            panic!("{job:?}")
        };
        let found = truncate(params, *update, *rank, &mut |_| ()).expect("an update");
        MatrixMaps::of(&(job, Answer::Truncated(found)))
    }

    #[test]
    fn hidden_matrices_cost_nothing() {
        assert_eq!(maps("d=12&k=9"), None);
    }

    #[test]
    fn the_chosen_update_and_rank_are_shown() {
        let low = maps("d=12&k=9&r_low=2&r_high=5&matrices=facts").expect("maps");
        assert_eq!(low.pictures()[0].0, "ΔW, the facts update");
        assert_eq!(low.pictures()[1].0, "rank 2 of it");
        let high = maps("d=12&k=9&r_low=2&r_high=5&matrices=facts&matrices_rank=high");
        let high = high.expect("maps");
        assert!(high.error < low.error);
        assert!(
            high.summary().starts_with("Rank 5 leaves"),
            "{}",
            high.summary()
        );
        assert_eq!(high.note(), None);
    }

    #[test]
    fn an_update_of_zero_has_no_error() {
        let zero = maps("d=4&k=4&noise=0&style_max=0&style_min=0&matrices=style").expect("maps");
        assert_eq!((zero.error, zero.range()), (None, 0.0));
        assert!(zero.summary().contains("is zero"), "{}", zero.summary());
    }

    #[test]
    fn blocks_of_a_large_matrix_are_said_to_be_blocks() {
        let large = maps("d=300&k=3&matrices=style").expect("maps");
        assert!(large.note().is_some_and(|note| note.contains("300 × 3")));
    }
}
