using System.Diagnostics.CodeAnalysis;

namespace AzNetHelper.ExpressRoute;

/// <summary>What Azure told, or why it did not; the default one stands for what nobody asked.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public readonly record struct Told<T>
    where T : notnull
{
    private readonly string? _why;

    private Told(T? value, string? why, bool isKnown)
    {
        Value = value;
        _why = why;
        IsKnown = isKnown;
    }

    /// <summary>What was told; its default where nothing was.</summary>
    public T? Value { get; }

    /// <summary>True where it was told.</summary>
    public bool IsKnown { get; }

    /// <summary>Why it is not known, in a clause without a full stop; null where it is.</summary>
    public string? Why => IsKnown ? null : _why ?? "it was not asked for";

    /// <summary>Gives what was told.</summary>
    /// <returns>False where nothing was.</returns>
    public bool Tells([MaybeNullWhen(false)] out T value)
    {
        value = Value;
        return IsKnown;
    }

    public override string ToString() => IsKnown ? $"{Value}" : $"unknown: {Why}";

    internal static Told<T> Known(T value) => new(value, why: null, isKnown: true);

    internal static Told<T> Unknown(string why) => new(value: default, why, isKnown: false);
}

/// <summary>Makes what was told.</summary>
public static class Told
{
    /// <summary>What Azure told.</summary>
    public static Told<T> Of<T>(T value)
        where T : notnull => Told<T>.Known(value);

    /// <summary>What is not known.</summary>
    /// <param name="why">The reason, in a clause without a full stop.</param>
    public static Told<T> Unknown<T>(string why)
        where T : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        return Told<T>.Unknown(why);
    }
}
