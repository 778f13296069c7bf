using System.Runtime.CompilerServices;
using AzNetHelper.AddressSpaces;
using Xunit;

namespace AzNetHelper.Tests.AddressSpaces;

/// <summary>docs/address-space.md explains every finding, with the severities that the cases show.</summary>
public sealed class AddressSpaceGuideTests
{
    [Fact]
    public void Every_finding_is_in_the_guide_with_its_severities()
    {
        var rows = File.ReadLines(Guide()).Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries)).Skip(2).ToList();

        Assert.Equal(Enum.GetNames<AddressSpaceFindingId>(), rows.Select(r => r[1]));
        Assert.Equal(AddressSpaceAuditTests.Shown.Append("CandidateOverlap Error").Append("CandidateOverlap Information").Order(StringComparer.Ordinal),
            rows.SelectMany(r => r[2].Split(", ").Select(s => $"{r[1]} {s}")).Order(StringComparer.Ordinal));
    }

    private static string Guide([CallerFilePath] string here = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "address-space.md"));
}
