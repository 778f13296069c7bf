using System.Globalization;

namespace AzNetHelper.Vpn;

/// <summary>
/// A policy as people write it: names and values, as a table or as one line,
/// <c>IkeEncryption=AES256; IkeIntegrity=SHA384; ...</c>; <c>Default</c> for Azure's own.
/// </summary>
public static class IpsecPolicyText
{
    /// <summary>The policy in one line that <see cref="Parse"/> reads.</summary>
    public static string ToText(this IpsecPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.IsDefault ? nameof(IpsecPolicy.Default) : string.Join("; ", IpsecPolicy.Fields.Select(f => $"{f.Name}={f.Canonical(f.Get(policy))}")
            .Append(string.Create(CultureInfo.InvariantCulture, $"{nameof(IpsecPolicy.SALifeTimeSeconds)}={policy.SALifeTimeSeconds}"))
            .Append(string.Create(CultureInfo.InvariantCulture, $"{nameof(IpsecPolicy.SADataSizeKilobytes)}={policy.SADataSizeKilobytes}")));
    }

    /// <summary>Reads one line.</summary>
    /// <exception cref="FormatException">A part is no <c>name=value</c>, or the name is none of a policy.</exception>
    public static IpsecPolicy Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Equals(text.Trim(), nameof(IpsecPolicy.Default), StringComparison.OrdinalIgnoreCase) ? IpsecPolicy.Default
            : Of(text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part =>
            part.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var value] ? KeyValuePair.Create(name, value)
                : throw new FormatException($"'{part}' is no name=value.")));
    }

    /// <summary>
    /// The policy of names and values; names of any case. What is left out stays empty, and <see cref="IpsecPolicy.Problems"/>
    /// tells it.
    /// </summary>
    /// <exception cref="FormatException">A name is none of a policy, or stands twice, or a number is none.</exception>
    public static IpsecPolicy Of(IEnumerable<KeyValuePair<string, string>> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var policy = new IpsecPolicy();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in members)
        {
            if (!seen.Add(name))
            {
                throw new FormatException($"{name} stands twice.");
            }

            policy = Is(nameof(IpsecPolicy.SALifeTimeSeconds)) ? policy with { SALifeTimeSeconds = Number() }
                : Is(nameof(IpsecPolicy.SADataSizeKilobytes)) ? policy with { SADataSizeKilobytes = Number() }
                : IpsecPolicy.Fields.FirstOrDefault(f => Is(f.Name)) is { } field ? field.Set(policy, value)
                : throw new FormatException($"'{name}' is no field of a policy: {string.Join(", ", Names)}.");

            bool Is(string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

            int Number() => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : throw new FormatException($"{name} is '{value}', which is no number.");
        }

        return policy.Canonical();
    }

    private static IEnumerable<string> Names =>
        IpsecPolicy.Fields.Select(f => f.Name).Append(nameof(IpsecPolicy.SALifeTimeSeconds)).Append(nameof(IpsecPolicy.SADataSizeKilobytes));
}
