package dev.rollcall.cli.infer;

import java.util.List;
import java.util.Set;

/**
 * Whether a field tells of a person or is a secret, by the words of its name and the shapes of its
 * values. Rather too careful: what is marked in vain is unmarked by deleting a word.
 */
final class Sensitive {

  private static final Set<String> SECRET_WORDS =
      Names.setOf(
          "password passwd passwort pwd passphrase passcode salt secret secrets credential "
              + "credentials authorization cvv cvc cvv2 pin otp totp mnemonic jwt bearer cookie "
              + "cookies apikey pw pass md5 sha1 sha224 sha256 sha384 sha512 bcrypt hash hashed "
              + "signature privatekey accesstoken refreshtoken authtoken csrf xsrf");

  private static final Set<String> KEYS_OF =
      Names.setOf("api private access encryption signing ssh pgp auth master");

  /** With these a token is a page of a list or a word of a text. */
  private static final Set<String> HARMLESS_TOKEN =
      Names.setOf(
          "page next previous prev continuation count counts type sync resume usage total max "
              + "prompt completion input output expires expiry expiration length symbol limit at");

  private static final Set<String> PERSONAL_WORDS =
      Names.setOf(
          "email emails mail phone phones telephone tel cellphone fax msisdn surname "
              + "firstname lastname fullname forename nickname username maidenname middlename "
              + "familyname givenname street addr postcode zip zipcode plz birthday birthdate dob "
              + "birth born postal ssn sin nino cpf cnpj dni nie passport iban bic vorname nachname "
              + "strasse geburtsdatum avatar ip ipaddress imei imsi idfa gaid gclid licence license "
              + "taxid pesel aadhaar bsn curp rut personnummer oib egn");

  private static final Set<String> PEOPLE =
      Names.setOf(
          "user users customer customers person people contact contacts author patient "
              + "employee member members owner recipient sender ship shipping bill billing "
              + "passenger guest client buyer seller subscriber student teacher driver cardholder "
              + "holder beneficiary candidate traveler traveller profile account login display real "
              + "legal delivery friend parent child spouse doctor invitee attendee");

  private static final Set<String> NAME_PARTS =
      Names.setOf(
          "first last full middle given family maiden sur nick user display legal real birth "
              + "preferred screen person");

  private static final Set<String> PHONES = Set.of("mobile", "cell");

  /** Names that say nothing without the one above. */
  private static final Set<String> GENERIC =
      Names.setOf(
          "date value number text raw full main home work mobile primary secondary formatted "
              + "iso year month day digits address");

  /** Of a person, and not of a file or a repository. */
  private static final Set<String> CERTAIN_PARTS =
      Names.setOf("first last middle given family maiden birth");

  private static final Set<String> PICTURES =
      Names.setOf("picture photo image avatar portrait thumbnail selfie pic");

  private static final Set<String> PLACES =
      Names.setOf("lat latitude lng lon long longitude coordinates geo geometry");

  /** Of the type's own people: then a name, a picture and a place are theirs. */
  private final boolean isOfPeople;

  private Sensitive(boolean isOfPeople) {
    this.isOfPeople = isOfPeople;
  }

  /** Knows whether records with these fields are people, or hold one of them. */
  static Sensitive of(Field element) {
    return new Sensitive(isPerson(element));
  }

  /** E-mail, phone, birth or two names: that is a person. */
  private static boolean isPerson(Field object) {
    for (Field field : object.fields.values()) {
      List<String> words = Names.words(field.name);
      ScalarFacts facts = field.scalars;
      if (words.stream()
              .anyMatch(
                  Names.setOf(
                          "email phone dob birthday birthdate birth firstname lastname surname ssn")
                      ::contains)
          || words.contains("name") && words.stream().anyMatch(CERTAIN_PARTS::contains)
          || words.contains("name") && field.fields.containsKey("first")
          || words.stream().anyMatch(Set.of("sex", "gender", "age")::contains) && hasName(object)
          || facts.values > 0 && 2 * facts.shapes.emails >= facts.values) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasName(Field object) {
    return object.fields.keySet().stream().anyMatch(name -> Names.words(name).contains("name"));
  }

  /**
   * True if the records are people, or the path leads through one: even a range of numbers may then
   * tell of somebody.
   */
  boolean isOfPeople(List<String> path) {
    return isOfPeople
        || path.stream()
            .flatMap(name -> Names.words(name).stream())
            .anyMatch(word -> PEOPLE.contains(word) || word.equals("age"));
  }

  boolean isSecret(Field field) {
    ScalarFacts facts = field.scalars;
    return !Field.isValue(field.name) && isSecretName(field.name) && !isHarmless(field)
        || facts.shapes.secrets > 0;
  }

  private static boolean isHarmless(Field field) {
    // {"hash": {"algorithm": …}} is still one; a flag or a count that names one is none
    ScalarFacts facts = field.scalars;
    return facts.booleans > 0 && facts.texts == 0 && facts.numbers == 0;
  }

  static boolean isSecretName(String name) {
    List<String> words = Names.words(name);
    if (words.stream().anyMatch(SECRET_WORDS::contains)) {
      boolean isTime =
          words.stream()
              .anyMatch(
                  Names.setOf(
                          "at date expires changed updated count attempts policy type hint length")
                      ::contains);
      return !isTime || words.contains("hint");
    }
    if (words.contains("token") || words.contains("tokens")) {
      return words.stream().noneMatch(HARMLESS_TOKEN::contains);
    }
    return words.contains("key") && words.stream().anyMatch(KEYS_OF::contains);
  }

  /**
   * True if its values tell of a person.
   *
   * @param element where its path begins
   */
  boolean isPersonal(Field field, Field element) {
    ScalarFacts facts = field.scalars;
    if (facts.values > 0 && 2 * facts.shapes.personal() >= facts.values) {
      return true;
    }
    List<String> words = Names.words(field.name);
    if (words.isEmpty()) {
      return field.parent != null && field.parent != element && isPersonal(field.parent, element);
    }
    List<String> path = field.pathFrom(element);
    List<String> above =
        path.subList(0, Math.max(0, path.size() - 1)).stream()
            .flatMap(name -> Names.words(name).stream())
            .toList();
    if (isPersonalName(words, above, parentWords(path))
        || GENERIC.containsAll(words) && isPersonalAbove(field, element)) {
      return true;
    }
    boolean inAddress =
        above.stream().anyMatch(Set.of("address", "addresses", "location", "home")::contains);
    boolean people = isOfPeople || above.stream().anyMatch(PEOPLE::contains);
    String last = words.get(words.size() - 1);
    return people
            && (words.stream().anyMatch(PICTURES::contains)
                || above.stream().anyMatch(PICTURES::contains)
                || words.stream().anyMatch(PLACES::contains))
        || inAddress
            && people
            && Names.setOf("number line line1 line2 house apartment suite").contains(last);
  }

  /** {@code dob.date}, {@code phones.home}: what the name above says. */
  private boolean isPersonalAbove(Field field, Field element) {
    Field above = field.parent;
    while (above != null && above != element && above.name.isEmpty()) {
      above = above.parent;
    }
    return above != null
        && above != element
        && isPersonalName(Names.words(above.name), List.of(), List.of());
  }

  private static List<String> parentWords(List<String> path) {
    return path.size() < 2 ? List.of() : Names.words(path.get(path.size() - 2));
  }

  private boolean isPersonalName(List<String> words, List<String> above, List<String> parent) {
    if (words.stream().anyMatch(PERSONAL_WORDS::contains)) {
      // how many, whether, of what kind: not the thing itself
      String last = words.get(words.size() - 1);
      return !Names.setOf(
                  "count verified domain type status enabled sent opened valid id plan at opt in")
              .contains(last)
          || words.contains("zip");
    }
    if (words.stream().anyMatch(PHONES::contains)) {
      // a mobile's brand is not its number
      return PHONES.contains(words.get(words.size() - 1))
          || Set.of("number", "no", "phone").contains(words.get(words.size() - 1));
    }
    boolean people = isOfPeople || above.stream().anyMatch(PEOPLE::contains);
    if (words.contains("name")) {
      return words.size() == 1
          ? above.isEmpty()
              ? isOfPeople
              : parent.stream().anyMatch(PEOPLE::contains) || parent.contains("street")
          : words.stream().anyMatch(NAME_PARTS::contains)
              || words.stream().anyMatch(PEOPLE::contains);
    }
    if (above.contains("name")) {
      return Names.setOf("first last middle full given family suffix maiden sur")
          .contains(words.get(0));
    }
    if (words.contains("address") || words.contains("address1") || words.contains("address2")) {
      return true;
    }
    if (words.contains("card") || words.contains("account") && !words.contains("id")) {
      return words.stream().anyMatch(Set.of("number", "no", "holder", "name", "pan")::contains);
    }
    if (words.contains("national") || words.contains("tax") || words.contains("social")) {
      return words.stream()
          .anyMatch(Set.of("id", "number", "no", "security", "insurance")::contains);
    }
    return above.contains("id") && people && words.get(0).equals("value")
        || people && words.equals(List.of("username"))
        || people && words.equals(List.of("login"));
  }

  /** True if anything in it tells of a person: a JSON column holds all of it. */
  boolean hasPersonal(Field field, Field element) {
    return isPersonal(field, element)
        || field.isMap() && field.fields.keySet().stream().anyMatch(name -> name.contains("@"))
        || field.fields.values().stream().anyMatch(child -> hasPersonal(child, element))
        || field.items != null && hasPersonal(field.items, element);
  }
}
