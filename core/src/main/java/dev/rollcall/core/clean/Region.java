package dev.rollcall.core.clean;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a country lies, by the United Nations' <a
 * href="https://unstats.un.org/unsd/methodology/m49/">standard country codes for statistical use
 * (M49)</a>. Taiwan, which M49 does not list, is in Eastern Asia.
 *
 * @param continent one of Africa, Americas, Antarctica, Asia, Europe, Oceania
 * @param name the sub-region: {@code Western Europe}
 */
record Region(String continent, String name) {

  /** Continent, region, countries. */
  private static final List<String> LINES =
      List.of(
          "Africa:Northern Africa:DZ EG EH LY MA SD TN",
          "Africa:Eastern Africa:BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW",
          "Africa:Middle Africa:AO CD CF CG CM GA GQ ST TD",
          "Africa:Southern Africa:BW LS NA SZ ZA",
          "Africa:Western Africa:BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG",
          "Americas:Caribbean:AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI",
          "Americas:Central America:BZ CR GT HN MX NI PA SV",
          "Americas:South America:AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE",
          "Americas:Northern America:BM CA GL PM US",
          "Antarctica:Antarctica:AQ",
          "Asia:Central Asia:KG KZ TJ TM UZ",
          "Asia:Eastern Asia:CN HK JP KP KR MN MO TW",
          "Asia:South-eastern Asia:BN ID KH LA MM MY PH SG TH TL VN",
          "Asia:Southern Asia:AF BD BT IN IR LK MV NP PK",
          "Asia:Western Asia:AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE",
          "Europe:Eastern Europe:BG BY CZ HU MD PL RO RU SK UA",
          "Europe:Northern Europe:AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ",
          "Europe:Southern Europe:AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA",
          "Europe:Western Europe:AT BE CH DE FR LI LU MC NL",
          "Oceania:Australia and New Zealand:AU CC CX HM NF NZ",
          "Oceania:Melanesia:FJ NC PG SB VU",
          "Oceania:Micronesia:FM GU KI MH MP NR PW UM",
          "Oceania:Polynesia:AS CK NU PF PN TK TO TV WF WS");

  private static final Map<String, Region> BY_COUNTRY = byCountry();

  /** The region of a country by its ISO 3166-1 code of two letters, in any case. */
  static Optional<Region> ofCountry(String code) {
    return Optional.ofNullable(BY_COUNTRY.get(code.toUpperCase(Locale.ROOT)));
  }

  private static Map<String, Region> byCountry() {
    Map<String, Region> regions = new HashMap<>();
    for (String line : LINES) {
      String[] parts = line.split(":");
      for (String country : parts[2].split(" ")) {
        regions.put(country, new Region(parts[0], parts[1]));
      }
    }
    return Map.copyOf(regions);
  }
}
