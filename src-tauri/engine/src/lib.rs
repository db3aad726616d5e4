//! Decides and does: the api, the tasks, the gates, the scheduler.
