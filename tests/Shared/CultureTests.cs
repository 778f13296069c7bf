using System.Globalization;
using Xunit;

namespace AzNetHelper.Tests;

/// <summary>That the tests of this assembly do run under another culture.</summary>
public sealed class CultureTests
{
    [Fact]
    public async Task The_culture_of_this_run_is_in_force_on_every_thread()
    {
        Assert.SkipUnless(TestCulture.IsThere, "This machine has no culture data (ICU).");
        AssertInForce();
        await Task.Run(AssertInForce, TestContext.Current.CancellationToken);
        var thread = new Thread(AssertInForce);
        thread.Start();
        thread.Join();
    }

    private static void AssertInForce()
    {
        Assert.Equal(TestCulture.Name, CultureInfo.CurrentCulture.Name);
        Assert.Equal(TestCulture.Name, CultureInfo.CurrentUICulture.Name);
        switch (TestCulture.Name)
        {
#pragma warning disable CA1304, CA1305, CA1311 // The culture is what is asked for here.
            case "tr-TR":
                Assert.Equal("\u0130", "i".ToUpper());
                break;
            case "de-DE":
                Assert.Equal("1.234,5", 1234.5.ToString("N1"));
                break;
#pragma warning restore CA1304, CA1305, CA1311
        }
    }
}
