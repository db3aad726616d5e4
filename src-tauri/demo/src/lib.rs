//! A month of the main job against the sandbox, on an accelerated clock.
