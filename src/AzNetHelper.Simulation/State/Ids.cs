using System.Text;

namespace AzNetHelper.Simulation;

/// <summary>
/// Everything that Azure would make up, from one seed: two runs give the same guids, etags and signatures.
/// </summary>
internal sealed class Ids(int seed)
{
    private readonly Random _random = new(seed);

    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    /// <summary>A weak tag, as every etag of the network provider is.</summary>
    public string NextEtag() => $"W/\"{NextGuid():D}\"";

    /// <summary>A strong tag, as those of Virtual Network Manager are (recorded).</summary>
    public string NextStrongEtag() => $"\"{_random.Next(1 << 28):x8}-0000-3300-0000-{_random.Next():x8}0000\"";

    public double NextFraction() => _random.NextDouble();

    /// <summary>Text that looks like a signature: base64url.</summary>
    public string NextSignature(int length)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++)
        {
            text.Append(Alphabet[_random.Next(Alphabet.Length)]);
        }

        return text.ToString();
    }

    /// <summary>An address out of 20.0.0.0/8, where many of Azure's public addresses are.</summary>
    public string NextPublicAddress() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"20.{_random.Next(1, 255)}.{_random.Next(1, 255)}.{_random.Next(1, 255)}");
}
