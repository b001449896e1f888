package dev.rollcall.faults.simulation.rebuild;

/** A rule of ADR 17 for aggregates that is broken on purpose, to show that it would be seen. */
enum RebuildBug {
  /** All is as it should be. */
  NONE,
  /** A rebuild takes a document of a lower version for one of its own. */
  LOWER_DOCUMENT_COUNTS,
  /** A document of a lower version is replaced whatever its revision is by now. */
  LOWER_DOCUMENT_IS_REPLACED_BLINDLY,
  /** A worker of a lower version takes a document of a higher one for one of its own. */
  HIGHER_DOCUMENT_IS_TAKEN,
  /** A rebuild begins a partition wherever its group is. */
  REBUILD_BEGINS_ANYWHERE,
  /** A rebuild does not remember which partitions it has begun. */
  BEGUN_IS_FORGOTTEN,
  /** Partitions that are begun are entered whatever the entry is by now. */
  BEGUN_IS_ENTERED_BLINDLY,
  /** A rebuild is entered when it begins its first partition, not when it is opened. */
  REBUILD_IS_ENTERED_WHEN_IT_BEGINS,
  /** A worker of a lower version that is given a partition does not look at the entry. */
  LOWER_DOES_NOT_ASK_WHEN_ASSIGNED,
  /** A worker that slept does not see that its rebuild was taken back and entered again. */
  SLEEPER_GOES_ON,
  /** A rebuild that has begun nothing keeps the definition before it out. */
  UNBEGUN_REBUILD_KEEPS_THE_FORMER_OUT,
  /** A lower version is admitted after a rebuild has begun. */
  ROLLBACK_IS_ADMITTED,
  /** What is stored is not looked at when a definition is opened. */
  STORED_DOCUMENTS_ARE_NOT_LOOKED_AT,
  /** Another definition of the same version is admitted. */
  FINGERPRINT_IS_NOT_COMPARED,
  /** A rebuild with other groups is admitted among documents. */
  GROUPS_ARE_NOT_COMPARED
}
