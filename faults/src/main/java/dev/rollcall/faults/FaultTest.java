package dev.rollcall.faults;

import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/**
 * One attack on the guarantee. Its parameters are fields with picocli's {@link Option}, whole
 * numbers of at least 0, set before {@link #run}. Used once, by one thread; a test that needs more
 * makes its own.
 */
public abstract class FaultTest {

  private final String id;
  private final String title;
  private final List<String> shortForm;

  /** The seed of all random choices. */
  @Option(
      names = "--seed",
      converter = TestParameters.Seed.class,
      description = "The seed of all random choices. Default: ${DEFAULT-VALUE}.")
  protected long seed = 1;

  /**
   * A test.
   *
   * @param id such as {@code T1}: its name on the command line, in {@code docs/results} and in the
   *     tables
   * @param title what is attacked, and how, in one line
   * @param shortForm the arguments with which it takes seconds, for {@code --test all-short} and
   *     the build; none if it has no short form
   */
  protected FaultTest(String id, String title, String... shortForm) {
    this.id = id;
    this.title = title;
    this.shortForm = List.of(shortForm);
  }

  public final String id() {
    return id;
  }

  public final String title() {
    return title;
  }

  public final List<String> shortForm() {
    return shortForm;
  }

  @Override
  public final String toString() {
    return id;
  }

  /**
   * Runs the attack to its end.
   *
   * @param result takes what it finds
   * @param progress is told, in one line and every few seconds, how far it is
   * @throws Exception if the test itself cannot go on: no result, which is not a violation
   */
  public abstract void run(FaultResult result, Consumer<String> progress) throws Exception;
}
