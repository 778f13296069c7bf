using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Xunit;

namespace AzNetHelper.Tests;

/// <summary>
/// RSA keys for tests that need some, not new ones: finding two primes takes a tenth of a second. No test gets one twice; the
/// next test gets the same ones again.
/// </summary>
internal static class TestKeys
{
    private const int Bits = 2048;
    private static readonly ConcurrentDictionary<int, Lazy<RSAParameters>> Made = new();
    private static readonly ConditionalWeakTable<object, StrongBox<int>> Taken = [];

    /// <summary>A key that this test does not have yet, for the caller to dispose of.</summary>
    public static RSA Next(int bits = Bits)
    {
        if (bits != Bits || TestContext.Current.Test is not { } test)
        {
            return RSA.Create(bits);
        }

        var number = Interlocked.Increment(ref Taken.GetValue(test, _ => new()).Value);
        return RSA.Create(Made.GetOrAdd(number, _ => new(Find)).Value);
    }

    private static RSAParameters Find()
    {
        using var key = RSA.Create(Bits);
        return key.ExportParameters(includePrivateParameters: true);
    }
}
