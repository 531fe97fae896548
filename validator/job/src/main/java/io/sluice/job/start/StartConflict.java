package io.sluice.job.start;

/** The reason why reading cannot start without losing records. */
public enum StartConflict {
  /** Retention removed records before they were read. */
  REMOVED_UNREAD,
  /** The topic ends before the next offset. */
  LOST_END,
  /** The topic was deleted and recreated. */
  TOPIC_RECREATED,
  /** The table had a mark for the partition, but has none now. */
  MARK_LOST
}
