package io.sluice.job.start;

/** Why reading cannot start without losing records. */
public enum StartConflict {
  /** Retention removed records that have no place. */
  REMOVED_UNREAD,
  /** The topic ends before the offset that comes next. */
  LOST_END,
  /** The topic was deleted and recreated. */
  TOPIC_RECREATED,
  /** The table had a mark of the partition and has none now. */
  MARK_LOST
}
