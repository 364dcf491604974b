package id.kursi.faults;

/** What is done to the running system, and to which part of it. */
enum Kind {
  KILL_INSTANCE(Part.SERVICE, "kill -9 of an instance"),
  STOP_INSTANCE(Part.SERVICE, "SIGTERM to an instance"),
  WRONG_CLOCK(Part.SERVICE, "an instance comes back with a wrong clock"),
  KILL_REDIS(Part.REDIS, "kill -9 of Redis, with its data"),
  LOSE_REDIS(Part.REDIS, "kill -9 of Redis, its data deleted"),
  PAUSE_REDIS(Part.REDIS, "Redis stands still (SIGSTOP)"),
  FLUSH_REDIS(Part.REDIS, "FLUSHALL"),
  PROMOTE_REDIS(Part.REDIS, "Redis lost, a replica promoted, writes lost"),
  STOP_POSTGRES(Part.POSTGRES, "Postgres stopped fast"),
  CRASH_POSTGRES(Part.POSTGRES, "Postgres stopped immediately"),
  STALL_COMMIT(Part.POSTGRES, "a backend stands still (SIGSTOP)"),
  FAIL_OVER(Part.POSTGRES, "Postgres lost, its synchronous standby promoted"),
  FULL_POOL(Part.POSTGRES, "Postgres' connections all taken by others"),
  STATEMENT_TIMEOUT(Part.POSTGRES, "statements of the ledger time out"),
  DISK_FULL(Part.POSTGRES, "the data directory's disk is full"),
  CUT_CLIENTS(Part.CLIENTS, "clients cut from an instance"),
  RESET_CLIENTS(Part.CLIENTS, "clients' connections reset"),
  LOSE_ANSWERS(Part.CLIENTS, "answers to clients lost"),
  CUT_POSTGRES(Part.POSTGRES_LINK, "an instance cut from Postgres"),
  LOSE_COMMITS(Part.POSTGRES_LINK, "Postgres' answers lost after the commit"),
  SILENT_COMMITS(Part.POSTGRES_LINK, "Postgres' answers never come"),
  LATE_COMMITS(Part.POSTGRES_LINK, "Postgres' answers come late"),
  CUT_REDIS(Part.REDIS_LINK, "an instance cut from Redis"),
  LATE_REDIS(Part.REDIS_LINK, "Redis' answers come late");

  /** Two faults at once never hit the same part. */
  enum Part {
    SERVICE,
    REDIS,
    POSTGRES,
    CLIENTS,
    POSTGRES_LINK,
    REDIS_LINK;

    /** Whether one instance feels it, or both. */
    boolean isOfOneInstance() {
      return this != REDIS && this != POSTGRES;
    }
  }

  final Part part;
  final String text;

  Kind(Part part, String text) {
    this.part = part;
    this.text = text;
  }
}
