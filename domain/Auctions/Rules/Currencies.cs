using System.Collections.Frozen;

namespace Auctions.Rules;

/// <summary>
/// The currencies of ISO 4217 and the number of decimals of their minor units: list one with its fund codes, as of 2026, without
/// the codes for metals and tests.
/// </summary>
internal static class Currencies
{
    private const string Decimals0 =
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

    private const string Decimals2 =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW " +
        "CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF " +
        "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK " +
        "MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP " +
        "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG " +
        "YER ZAR ZMW ZWG";

    private const string Decimals3 = "BHD IQD JOD KWD LYD OMR TND";

    private const string Decimals4 = "CLF UYW";

    private static readonly FrozenDictionary<string, int> DecimalsByCode =
        new[] { (Decimals0, 0), (Decimals2, 2), (Decimals3, 3), (Decimals4, 4) }
            .SelectMany(group => group.Item1.Split(' ').Select(code => KeyValuePair.Create(code, group.Item2)))
            .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The most decimals of any currency.</summary>
    public const int MostDecimals = 4;

    /// <summary>Every code, in no particular order.</summary>
    public static IReadOnlyCollection<string> Codes => DecimalsByCode.Keys;

    /// <summary>The number of decimals of a currency's minor unit; null where the code is unknown.</summary>
    /// <param name="code">Three capital letters, for example <c>EUR</c>.</param>
    public static int? DecimalsOf(string code) => DecimalsByCode.TryGetValue(code, out var decimals) ? decimals : null;
}
