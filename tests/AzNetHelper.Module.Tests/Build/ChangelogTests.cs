using System.Text.RegularExpressions;
using Xunit;

namespace AzNetHelper.Tests.Build;

public sealed class ChangelogTests
{
    [Fact]
    public void Has_an_entry_for_the_version_of_the_manifest()
    {
        var headings = Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md")), @"^## \[([^\]]+)\]", RegexOptions.Multiline)
            .Select(m => m.Groups[1].Value);

        Assert.Contains(headings, h => h == Repository.Version);
    }
}
