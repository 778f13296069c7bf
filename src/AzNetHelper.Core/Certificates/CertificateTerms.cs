using System.Collections.Immutable;
using AzNetHelper.Steps;

namespace AzNetHelper.Certificates;

/// <summary>What certificates and keys of a set are like.</summary>
public sealed record CertificateTerms
{
    /// <summary>
    /// How long before now a certificate begins: as far as the clock of a gateway or a client may be behind. It is also what a
    /// clock that was not set to summer time makes of an hour.
    /// </summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    /// <summary>The sizes of RSA keys. With IKEv2 Azure takes no elliptic curves (azure-network-rules 5).</summary>
    public static readonly ImmutableArray<int> KeySizes = [2048, 3072, 4096];

    /// <summary>Fifty years: a longer one is a slip of the keyboard.</summary>
    public const int MostDays = 18_250;

    public int KeySize { get; init; } = 2048;

    public int RootValidityDays { get; init; } = 3650;

    public int ClientValidityDays { get; init; } = 730;

    public ImmutableArray<CertificateFormat> Formats { get; init; } = [CertificateFormat.Pfx];

    public PfxEncryption PfxEncryption { get; init; } = PfxEncryption.Aes256;

    /// <summary>What is wrong with them; nothing where they can be met.</summary>
    public IEnumerable<Failure> Problems()
    {
        if (!KeySizes.Contains(KeySize))
        {
            yield return Wrong("KeySizeInvalid", $"A key of {KeySize} bits is not offered. Use {string.Join(", ", KeySizes)}.", KeySize);
        }

        if (RootValidityDays is < 1 or > MostDays)
        {
            yield return Wrong("ValidityInvalid", $"A root certificate is valid for 1 to {MostDays} days, not {RootValidityDays}.", RootValidityDays);
        }

        if (ClientValidityDays is < 1 or > MostDays)
        {
            yield return Wrong("ValidityInvalid", $"A client certificate is valid for 1 to {MostDays} days, not {ClientValidityDays}.", ClientValidityDays);
        }

        if (!Formats.Contains(CertificateFormat.Pfx) && !Formats.Contains(CertificateFormat.Pem))
        {
            yield return Wrong("FormatHasNoKey", "In the formats that were given the keys would be lost. Use Pfx or Pem, with or without Cer.", string.Join(", ", Formats));
        }
    }

    private static Failure Wrong(string id, string message, object target) => new(id, FailureKind.InvalidArgument, message, target);
}
