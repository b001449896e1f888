package dev.rollcall.benchmarks.peer.bound;

import com.dslplatform.json.CompiledJson;
import com.dslplatform.json.JsonAttribute;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A user as the libraries bind it: public fields named as in the JSON, and nothing else. */
@CompiledJson
public final class BoundUser {

  public String gender;
  public Name name;
  public Location location;
  public String email;
  public Login login;
  public Dated dob;
  public Dated registered;
  public String phone;
  public String cell;
  public Id id;
  public Picture picture;
  public String nat;

  /** {@code name}. */
  public static final class Name {
    public String title;
    public String first;
    public String last;
  }

  /** {@code location}; the postcode is a number or a text. */
  public static final class Location {
    public Street street;
    public String city;
    public String state;
    public String country;

    @JsonAttribute(converter = TextOrNumber.class)
    public String postcode;

    public Coordinates coordinates;
    public Timezone timezone;
  }

  /** {@code location.street}. */
  public static final class Street {
    public long number;
    public String name;
  }

  /** {@code location.coordinates}: numbers as texts. */
  public static final class Coordinates {
    public String latitude;
    public String longitude;
  }

  /** {@code location.timezone}. */
  public static final class Timezone {
    public String offset;
    public String description;
  }

  /** {@code login} without its secrets. */
  public static final class Login {
    public UUID uuid;
    public String username;
  }

  /** {@code dob} and {@code registered}. */
  public static final class Dated {
    public OffsetDateTime date;
    public long age;
  }

  /** {@code id}. */
  public static final class Id {
    public String name;
    public String value;
  }

  /** {@code picture}. */
  public static final class Picture {
    public String large;
    public String medium;
    public String thumbnail;
  }
}
