//! The course on paper: whether each sheet can be solved, and what its table says.

use rankscope_lesson::{Student, course, judge};

use super::*;

fn measured(paper: &Paper<'_>) -> Findings {
    let mut found = Findings::default();
    for wanted in paper.wanted() {
        if let Some(missing) = found.missing(&wanted) {
            let measured = missing.take(&mut |_| ()).unwrap();
            found.add(&missing, measured);
        }
    }
    found
}

#[test]
fn every_exercise_of_the_course_can_be_solved_with_its_sheet() {
    for exercise in course::exercises() {
        let (id, paper) = (&exercise.id, Paper::new(&exercise));
        assert!(!paper.is_known(&Findings::default()), "{id}");
        let found = measured(&paper);
        assert!(paper.is_known(&found), "{id}");
        assert_ne!(paper.solvable(&found), Solvable::NeedsThePage, "{id}");
        let table = paper.table(&found).unwrap();
        assert!(
            (2..=MOST_ROWS).contains(&table.rows.len()),
            "{id}: {table:?}"
        );
        for row in &table.rows {
            assert_eq!(row.len(), table.columns.len(), "{id}");
        }
        let figures = paper.figures(&found);
        assert!(!figures.is_empty(), "{id}");
        for figure in figures {
            if let PaperFigure::Drawn { svg, summary, .. } = figure {
                // Curves, points or fields beside axes and letters.
                let drawn = ["<polyline", "<circle", "<rect", "<polygon", "<path"];
                let marks: usize = drawn.iter().map(|tag| svg.matches(tag).count()).sum();
                assert!(marks > 3 && !summary.is_empty(), "{id}: {svg}");
            }
        }
    }
}

#[test]
fn the_right_number_can_be_read_off_the_table_where_it_is_a_reading() {
    for (id, column) in [("cut-or-trained", 2), ("alpha-two-r", 2)] {
        let mut exercises = course::exercises().into_iter();
        let exercise = exercises
            .find(|exercise| exercise.id.as_str() == id)
            .unwrap();
        let paper = Paper::new(&exercise);
        let table = paper.table(&measured(&paper)).unwrap();
        let judged = judge(
            std::slice::from_ref(&exercise),
            &Student::default(),
            &mut |_| (),
        );
        let right = significant(judged[0].number.unwrap(), DIGITS);
        assert!(
            table.rows.iter().any(|row| row[column] == right),
            "{table:?}"
        );
    }
}

#[test]
fn a_goal_that_no_row_reaches_needs_the_page() {
    let mut exercise = course::exercises()
        .into_iter()
        .find(|exercise| exercise.id.as_str() == "twice-is-as-bad")
        .unwrap();
    let text = exercise.to_json().replace("scale > 1", "scale > 5");
    exercise = Exercise::read(&text).unwrap();
    let paper = Paper::new(&exercise);
    assert_eq!(paper.solvable(&measured(&paper)), Solvable::NeedsThePage);
}

#[test]
fn a_long_way_is_thinned_and_keeps_its_ends() {
    let values: Vec<f64> = (0..100).map(f64::from).collect();
    let few = thinned(&values, 5);
    assert_eq!(few, [0.0, 24.0, 49.0, 74.0, 99.0]);
    assert_eq!(thinned(&few, 9), few);
}
