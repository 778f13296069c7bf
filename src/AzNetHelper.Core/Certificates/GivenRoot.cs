using System.Collections.Immutable;
using AzNetHelper.Arm;

namespace AzNetHelper.Certificates;

/// <summary>A root certificate that a gateway is to trust, read from whatever it was given as. No key is in it.</summary>
/// <param name="Name">What the gateway calls it.</param>
/// <param name="Certificate">What it says.</param>
public sealed record GivenRoot(string Name, CertificateFacts Certificate)
{
    /// <summary>True where a person chose the name; one that was made from the certificate gives way to another.</summary>
    public bool IsNamed { get; init; }

    /// <summary>What to know of how it was read: which of several certificates was taken, that a key was left where it is.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>As a plan's origin tells it, and as it can be given again.</summary>
    public string ToText() => $"{Name}={Certificate.PublicCertData}";

    /// <summary>Its common name, in the letters that Azure takes for a name.</summary>
    internal static string NameOf(CertificateFacts certificate)
    {
        var common = certificate.CommonName ?? string.Empty;
        var name = new string([.. common.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' ? c : '-')]).Trim('-', '.', '_');
        name = name.Length > NetworkName.MaxLength ? name[..NetworkName.MaxLength].TrimEnd('-', '.') : name;
        return NetworkName.IsValid(name) ? name : $"root-{certificate.Thumbprint[..8]}";
    }

    public bool Equals(GivenRoot? other) => other is not null && Name == other.Name && Certificate.Equals(other.Certificate);

    public override int GetHashCode() => HashCode.Combine(Name, Certificate);

    public override string ToString() => $"{Name} ({Certificate.Thumbprint})";
}
