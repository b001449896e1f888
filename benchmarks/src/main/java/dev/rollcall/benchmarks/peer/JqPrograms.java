package dev.rollcall.benchmarks.peer;

/** A file of users by jq. */
public final class JqPrograms {

  /** The columns of the record type {@code user}, without a header. */
  public static final String FLATTEN =
      "[.login.uuid, .gender, .name.title, .name.first, .name.last,"
          + " .name.first + \" \" + .name.last, .email, (.email | split(\"@\")[1]),"
          + " .login.username, .phone, .cell, .dob.date, .dob.age,"
          + " (.dob.age | if . < 18 then \"0-17\" elif . < 25 then \"18-24\""
          + " elif . >= 65 then \"65+\" else (25 + ((. - 25) / 10 | floor) * 10"
          + " | \"\\(.)-\\(. + 9)\") end), .registered.date,"
          + " \"\\(.location.street.number) \\(.location.street.name)\", .location.city,"
          + " .location.state, .location.country, .location.postcode,"
          + " (.location.coordinates.latitude | tonumber),"
          + " (.location.coordinates.longitude | tonumber), .location.timezone.offset,"
          + " .location.timezone.description, .id.name, .id.value, .nat, .picture.large,"
          + " .picture.medium, .picture.thumbnail] | @csv";

  /** Count and mean by nationality and gender: jq has no sketches. */
  public static final String AGGREGATE =
      "reduce inputs as $u ({}; .[$u.nat + \" \" + $u.gender] |="
          + " [(.[0] // 0) + 1, (.[1] // 0) + $u.dob.age])"
          + " | to_entries[] | [.key, .value[0], .value[1] / .value[0]] | @csv";

  private JqPrograms() {}
}
