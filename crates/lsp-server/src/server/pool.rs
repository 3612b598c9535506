// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Threads that answer requests.
//!
//! Not those of `rayon`: its threads look for work a while before they sleep, on the cores that the owner and the transport need to
//! bring an answer to the client.

use std::{
    collections::VecDeque,
    io,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, Once, PoisonError},
};

use camkes_ide::Spare;

type Job = Box<dyn FnOnce() + Send>;

/// Values that a thread frees, part by part, when it has nothing else to do. They belong to the process, as the queries' answers do.
static SPARE: Mutex<Vec<Box<dyn Spare>>> = Mutex::new(Vec::new());

/// Most values that wait to be freed; a keystroke leaves about twenty.
const MOST_SPARE: usize = 256;

/// Frees a value after the jobs that were given before. No thread wakes up for that: it would take a core from one that answers a
/// person, and there will be a next job soon.
pub(crate) fn free_later(value: Box<dyn Spare>) {
    let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
    if spare.len() < MOST_SPARE {
        spare.push(value);
    }
}

/// Runs jobs in the order in which they were given, a few at a time. What was given is run although the pool is dropped.
pub(crate) struct Pool {
    queue: Arc<Queue>,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    closed: bool,
}

impl Pool {
    /// One thread a core, but two at least: a request must not wait for a round of diagnostics. They call `give_way` while they free
    /// values.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub(crate) fn new(give_way: fn()) -> io::Result<Self> {
        let pool = Self { queue: Arc::default() };
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        for number in 0..cores.max(2) {
            let queue = Arc::clone(&pool.queue);
            std::thread::Builder::new().name(format!("camkes-pool-{number}")).spawn(move || {
                while let Some(job) = queue.next(give_way) {
                    if catch_unwind(AssertUnwindSafe(job)).is_err() {
                        tracing::error!("a job of the pool panicked");
                    }
                }
            })?;
        }
        Ok(pool)
    }

    /// Makes the first query that is cancelled as fast as the later ones, soon and once in a process. A cancelled query unwinds its
    /// thread's stack, and the first to do so sorts the tables of all functions of a program that is linked statically: some
    /// milliseconds, which somebody who begins to type would wait for.
    pub(crate) fn get_ready_to_cancel(&self) {
        static READY: Once = Once::new();
        READY.call_once(|| self.spawn(|| _ = catch_unwind(|| resume_unwind(Box::new(())))));
    }

    /// Runs a job soon.
    pub(crate) fn spawn(&self, job: impl FnOnce() + Send + 'static) {
        self.queue.lock().jobs.push_back(Box::new(job));
        self.queue.changed.notify_one();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.queue.lock().closed = true;
        self.queue.changed.notify_all();
    }
}

impl Queue {
    /// The state even when another thread panicked while it held the lock: it is whole at any time.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the next job, and frees values meanwhile; `None` when there will be none.
    fn next(&self, give_way: fn()) -> Option<Job> {
        let spare = || SPARE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        while self.lock().jobs.is_empty()
            && let Some(mut value) = spare()
        {
            if !value.free() {
                free_later(value);
            }
            give_way();
        }
        let waits = |state: &mut State| state.jobs.is_empty() && !state.closed;
        let mut state = self.changed.wait_while(self.lock(), waits).unwrap_or_else(PoisonError::into_inner);
        state.jobs.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn all_jobs_run_although_one_panics_and_the_pool_is_gone() {
        let pool = Pool::new(|| {}).unwrap();
        let (sender, ran) = mpsc::channel();
        for number in 0..100 {
            let sender = sender.clone();
            pool.spawn(move || {
                sender.send(number).unwrap();
                assert_ne!(number % 10, 3, "on purpose");
            });
        }
        drop((pool, sender));
        let mut ran: Vec<_> = ran.iter().collect();
        ran.sort_unstable();
        assert!(ran.iter().copied().eq(0..100), "{ran:?}");
    }

    #[test]
    fn values_are_freed_by_who_has_no_job() {
        struct Told(mpsc::Sender<&'static str>);

        impl Spare for Told {
            fn free(&mut self) -> bool {
                self.0.send("freed").unwrap();
                true
            }
        }

        let pool = Pool::new(|| {}).unwrap();
        let (sender, seen) = mpsc::channel();
        free_later(Box::new(Told(sender.clone())));
        pool.spawn(move || sender.send("answered").unwrap());
        let mut seen: Vec<_> = seen.iter().collect();
        seen.sort_unstable();
        assert_eq!(seen, ["answered", "freed"]);
    }

    #[test]
    fn a_job_that_waits_does_not_hold_up_another() {
        let pool = Pool::new(|| {}).unwrap();
        let (first, second) = (mpsc::channel(), mpsc::channel());
        pool.spawn(move || {
            first.1.recv().unwrap();
            second.0.send(()).unwrap();
        });
        pool.spawn(move || first.0.send(()).unwrap());
        second.1.recv().unwrap();
    }
}
