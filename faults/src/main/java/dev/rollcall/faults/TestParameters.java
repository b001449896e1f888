package dev.rollcall.faults;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** The parameters of tests as picocli sees them. */
final class TestParameters {

  private TestParameters() {}

  /** A parser that sets the options of this object; underscores may group the digits of numbers. */
  static CommandLine commandLine(Object command) {
    ITypeConverter<Long> longs = text -> wholeNumber(text, Long.MAX_VALUE);
    ITypeConverter<Integer> ints = text -> (int) wholeNumber(text, Integer.MAX_VALUE);
    return new CommandLine(command)
        .registerConverter(long.class, longs)
        .registerConverter(int.class, ints);
  }

  /** The names without dashes and their values, defaults too, in the order of declaration. */
  static Map<String, @Nullable Object> of(FaultTest test) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    for (OptionSpec option : commandLine(test).getCommandSpec().options()) {
      parameters.put(option.longestName().substring(2), option.getValue());
    }
    return parameters;
  }

  private static long wholeNumber(String text, long most) {
    try {
      long value = Long.parseLong(text.replace("_", ""));
      if (value < 0 || value > most) {
        throw new TypeConversionException("got " + text + ", expected 0 to " + most);
      }
      return value;
    } catch (NumberFormatException e) {
      throw new TypeConversionException("got '" + text + "', expected a whole number");
    }
  }

  /** Seeds may be negative, too. */
  static final class Seed implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return Long.valueOf(text.replace("_", ""));
      } catch (NumberFormatException e) {
        throw new TypeConversionException("got '" + text + "', expected a whole number");
      }
    }
  }
}
