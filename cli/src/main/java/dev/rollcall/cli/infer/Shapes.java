package dev.rollcall.cli.infer;

import java.util.regex.Pattern;

/** How many texts have a shape that tells what they are, whatever their field is called. */
final class Shapes {

  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[A-Za-z0-9-]{2,}");
  private static final Pattern IP =
      Pattern.compile("(?:\\d{1,3}\\.){3}\\d{1,3}|(?=.*::?.*:)[0-9a-fA-F:]{6,45}");
  private static final Pattern NATIONAL_ID = Pattern.compile("\\d{3}-\\d{2}-\\d{4}");
  private static final Pattern IBAN =
      Pattern.compile("[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?");
  private static final Pattern CARD = Pattern.compile("\\d{4}([ -]?)\\d{4}\\1\\d{4}\\1\\d{1,7}");
  private static final Pattern PHONE = Pattern.compile("\\+\\d[\\d ()./-]{6,18}\\d");
  private static final Pattern SECRET =
      Pattern.compile(
          "eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*"
              + "|\\$(2[abxy]|argon2\\w*|5|6|1|pbkdf2\\S*|scrypt)\\$\\S+"
              + "|\\{(SSHA|SHA|MD5|CRYPT)\\w*}\\S+"
              + "|(AKIA|ASIA)[A-Z0-9]{16}"
              + "|(gh[pousr]_|github_pat_|xox[abprs]-|sk_live_|sk-|rk_live_|glpat-|AIza)[\\w-]{16,}"
              + "|(?i:bearer|basic) [\\w.=/+-]{12,}"
              + "|-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*");

  long emails;
  long ips;
  long nationalIds;
  long ibans;
  long cards;
  long phones;
  long secrets;

  void add(String text) {
    if (text.length() > 4096) {
      secrets += SECRET.matcher(text.substring(0, 4096)).lookingAt() ? 1 : 0;
      return;
    }
    secrets += text.length() > 12 && SECRET.matcher(text).matches() ? 1 : 0;
    emails += text.indexOf('@') > 0 && EMAIL.matcher(text).matches() ? 1 : 0;
    if (text.length() >= 6 && text.length() <= 45) {
      ips += IP.matcher(text).matches() ? 1 : 0;
      nationalIds += NATIONAL_ID.matcher(text).matches() ? 1 : 0;
      ibans += IBAN.matcher(text).matches() ? 1 : 0;
      cards += CARD.matcher(text).matches() && isLuhn(text) ? 1 : 0;
      phones += PHONE.matcher(text).matches() ? 1 : 0;
    }
  }

  /** Those that tell of a person. */
  long personal() {
    return emails + ips + nationalIds + ibans + cards + phones;
  }

  /** The check digit of cards, ISO/IEC 7812-1. */
  private static boolean isLuhn(String text) {
    String digits = text.replaceAll("\\D", "");
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit : digit * 2;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return digits.length() >= 13 && sum % 10 == 0;
  }
}
