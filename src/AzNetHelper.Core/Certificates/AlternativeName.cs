using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace AzNetHelper.Certificates;

/// <summary>
/// The alternative name of a client, of the kind that fits its common name: what a peer looks for depends on the kind of identity
/// that a client shows in IKE (RFC 7296, 3.5).
/// </summary>
internal static class AlternativeName
{
    private const int MostLabelCharacters = 63;
    private const string AtomSigns = "!#$%&'*+/=?^_`{|}~-";

    // GeneralName, RFC 5280, 4.2.1.6.
    private static readonly Asn1Tag DirectoryName = new(TagClass.ContextSpecific, 4, isConstructed: true);

    /// <summary>
    /// <c>alice@contoso.com</c>: an e-mail address and a user's name of Active Directory; <c>alice</c> or <c>pc1.contoso.com</c>: a
    /// name of DNS; an address of IP; of anything else the subject itself.
    /// </summary>
    public static X509Extension Extension(string name, X500DistinguishedName subject)
    {
        if (IPAddress.TryParse(name, out var address) && string.Equals(address.ToString(), name, StringComparison.OrdinalIgnoreCase))
        {
            return Built(b => b.AddIpAddress(address));
        }

        return IsMail(name) ? Built(b =>
            {
                b.AddEmailAddress(name);
                b.AddUserPrincipalName(name);
            })
            : IsDns(name) ? Built(b => b.AddDnsName(name))
            : OfSubject(subject);
    }

    private static X509Extension Built(Action<SubjectAlternativeNameBuilder> add)
    {
        var builder = new SubjectAlternativeNameBuilder();
        add(builder);
        return builder.Build();
    }

    private static X509SubjectAlternativeNameExtension OfSubject(X500DistinguishedName subject)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(DirectoryName))
        {
            writer.WriteEncodedValue(subject.RawData);
        }

        return new(writer.Encode());
    }

    // Labels of at most 63 letters, digits and hyphens (RFC 1123, 2.1), and the underscores that Active Directory allows.
    private static bool IsDns(string name) => Array.TrueForAll(name.Split('.'), l => IsLabel(l, underscores: true));

    // A local part without quotes (RFC 5321, dot-string), and a domain.
    private static bool IsMail(string name) => name.Split('@') is [var local, var domain]
        && Array.TrueForAll(local.Split('.'), a => a.Length > 0 && a.All(c => char.IsAsciiLetterOrDigit(c) || AtomSigns.Contains(c)))
        && Array.TrueForAll(domain.Split('.'), l => IsLabel(l, underscores: false));

    private static bool IsLabel(string label, bool underscores) => label.Length is > 0 and <= MostLabelCharacters && label[0] != '-' && label[^1] is not ('-' or '_')
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || (underscores && c == '_'));
}
