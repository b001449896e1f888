package dev.rollcall.faults;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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
  @Option(names = "--seed", converter = Seed.class, description = "The seed of all random choices.")
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

  /** Adds the parameters as options, whose descriptions say their defaults too. */
  final void addParametersTo(CommandSpec command) {
    for (OptionSpec option : commandLine(this).getCommandSpec().options()) {
      String description = String.join("", option.description()) + " Default: ${DEFAULT-VALUE}.";
      command.addOption(OptionSpec.builder(option).description(description).build());
    }
  }

  /** Sets the parameters, as {@code --name=value}. */
  public final void parse(List<String> arguments) {
    commandLine(this).parseArgs(arguments.toArray(String[]::new));
  }

  /** The names without dashes and their values, defaults too, in the order of declaration. */
  final Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    for (OptionSpec option : commandLine(this).getCommandSpec().options()) {
      parameters.put(option.longestName().substring(2), option.getValue());
    }
    return parameters;
  }

  /** A parser that sets the options of this object; underscores may group the digits of numbers. */
  static CommandLine commandLine(Object command) {
    ITypeConverter<Long> longs = text -> wholeNumber(text, 0, Long.MAX_VALUE);
    ITypeConverter<Integer> ints = text -> (int) wholeNumber(text, 0, Integer.MAX_VALUE);
    return new CommandLine(command)
        .registerConverter(long.class, longs)
        .registerConverter(int.class, ints);
  }

  private static long wholeNumber(String text, long least, long most) {
    try {
      long value = Long.parseLong(text.replace("_", ""));
      if (value < least || value > most) {
        throw new TypeConversionException("got " + text + ", expected 0 to " + most);
      }
      return value;
    } catch (NumberFormatException e) {
      throw new TypeConversionException("got '" + text + "', expected a whole number");
    }
  }

  /** A seed may be negative, too. */
  private static final class Seed implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return wholeNumber(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }
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
