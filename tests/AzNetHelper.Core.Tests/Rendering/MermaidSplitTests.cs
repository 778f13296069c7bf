using System.Text;
using System.Text.RegularExpressions;
using AzNetHelper.Networks;
using AzNetHelper.Rendering;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

/// <summary>What Mermaid does not draw in one diagram, in several files.</summary>
public sealed partial class MermaidSplitTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Names => [.. LargePictures.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_file_keeps_to_the_limits_and_its_name_to_every_file_system(string name)
    {
        var picture = LargePictures.All[name];
        var files = MermaidPicture.Files(picture, "network.mmd", TestContext.Current.CancellationToken);

        Assert.NotNull(files.Why);
        Assert.Equal("network.mmd", files.All[0].Name);
        Assert.All(files.All, f => Assert.InRange(f.Text.Length, 1, MermaidPicture.MaxCharacters));
        Assert.All(files.All.Skip(1), f => Assert.Matches(SafeName(), f.Name));
        Assert.Equal(files.All.Length, files.All.Select(f => f.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

        // The same networks are the same bytes.
        Assert.Equal(files.All, MermaidPicture.Files(picture, "network.mmd", TestContext.Current.CancellationToken).All);
    }

    [Fact]
    public void What_fits_stays_one_file()
    {
        foreach (var (picture, topology) in PictureCases.All.Values.Where(c => c.Picture.Links.Length < 50))
        {
            var path = At("small.mmd");
            var export = PictureFiles.Prepare(picture, topology, path, TestContext.Current.CancellationToken);
            Assert.Equal([path], export.Paths);
            Assert.Null(export.WhySplit);
        }
    }

    // Thousands of frames do not fit into a map, either: what is left out is counted, and stands beside it.
    [Fact]
    public void A_map_of_thousands_of_frames_keeps_to_the_limits_and_counts_everything()
    {
        var topology = new SnapshotEstate(5_000, 2, subnets: 1).ToTopology();
        var picture = PictureBuilder.Of(topology, new() { Title = "Many" });
        Assert.Equal(2_500, picture.Frames.Length);

        var files = MermaidPicture.Files(picture, "network.mmd", TestContext.Current.CancellationToken).All;

        Assert.Equal(2_501, files.Length);
        Assert.All(files, f => Assert.InRange(f.Text.Length, 1, MermaidPicture.MaxCharacters));
        var map = files[0].Text;
        Assert.InRange(map.Length, MermaidPicture.MaxCharacters / 2, MermaidPicture.MaxCharacters);
        var named = files.Skip(1).Count(f => map.Contains($"%% {f.Name}: ", StringComparison.Ordinal));
        Assert.InRange(named, 50, 2_000);
        Assert.Contains(FormattableString.Invariant($"{2_500 - named} of 2500 frames, together"), map, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"%% in {2_500 - named} more files beside this one"), map, StringComparison.Ordinal);
        Assert.Equal(5_000, Counted(map, Networks()));
        Assert.Equal(picture.Links.Count(l => l.Kind == PictureLinkKind.Peering), Counted(map, Peerings()));

        // Each node and each link is written in a file of its own frame.
        var written = files.Skip(1).SelectMany(f => f.Text.Split('\n')).ToArray();
        Assert.Empty(picture.Nodes.Select(n => n.Key).Except(written.Select(l => Node().Match(l).Groups["key"].Value), StringComparer.Ordinal));
        Assert.Equal(picture.Links.Length, written.Where(l => l.Contains("|\"", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void All_are_written_or_none()
    {
        var (topology, path) = (new SnapshotEstate(240, 60, subnets: 1).ToTopology(), At("network.mmd"));
        var export = PictureFiles.Prepare(PictureBuilder.Of(topology), topology, path, TestContext.Current.CancellationToken);
        export.Save(stop: TestContext.Current.CancellationToken);
        Assert.Equal(export.Paths.Order(StringComparer.Ordinal), Files());
        Assert.Equal(5, export.Paths.Length);
        Assert.Empty(export.FindLeftovers());

        // What is in the way is named, and nothing else of it is touched.
        File.Delete(path);
        File.WriteAllText(export.Paths[2], "mine");
        var exists = Assert.Throws<TopologyFileException>(() => export.Save(stop: TestContext.Current.CancellationToken));
        Assert.Equal("FileExists", exists.Id);
        Assert.All(export.Paths.Skip(1), p => Assert.Contains(Path.GetFileName(p), exists.Message, StringComparison.Ordinal));
        Assert.False(File.Exists(path));
        Assert.Equal("mine", File.ReadAllText(export.Paths[2]));

        // What somebody else has written there is not replaced, whatever may be.
        exists = Assert.Throws<TopologyFileException>(() => export.Save(overwrite: true, stop: TestContext.Current.CancellationToken));
        Assert.Equal("FileExists", exists.Id);
        Assert.Contains($"{export.Paths[2]} exists, and no export of network.mmd has written it", exists.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        var earlier = $"{MermaidFiles.Marker("network.mmd")}\nof an earlier export";
        File.WriteAllText(export.Paths[2], earlier);

        // Who is stopped leaves what was there.
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => export.Save(overwrite: true, stop: stopped.Token));
        Assert.Equal(earlier, File.ReadAllText(export.Paths[2]));
        Assert.False(File.Exists(path));

        // A file that cannot take its name takes all others with it.
        Directory.CreateDirectory(path);
        Assert.Equal("FileIsFolder", Assert.Throws<TopologyFileException>(() => export.Save(overwrite: true, stop: TestContext.Current.CancellationToken)).Id);
        Assert.Equal(earlier, File.ReadAllText(export.Paths[2]));
        Directory.Delete(path);

        export.Save(overwrite: true, stop: TestContext.Current.CancellationToken);
        Assert.Equal(export.Paths.Order(StringComparer.Ordinal), Files());
        Assert.DoesNotContain(earlier, Files().Select(File.ReadAllText), StringComparer.Ordinal);

        var nowhere = PictureFiles.Prepare(PictureBuilder.Of(topology), topology, At("none/network.mmd"), TestContext.Current.CancellationToken);
        Assert.Equal("FileNotWritten", Assert.Throws<TopologyFileException>(() => nowhere.Save(stop: TestContext.Current.CancellationToken)).Id);
        Assert.False(Directory.Exists(At("none")));
        Assert.Empty(nowhere.FindLeftovers());
    }

    [Fact]
    public void What_an_earlier_export_has_left_is_known_by_its_first_line()
    {
        var (large, small, path) = (new SnapshotEstate(240, 60, subnets: 1).ToTopology(), new SnapshotEstate(30, 30, subnets: 1).ToTopology(), At("network.mmd"));
        File.WriteAllText(At("network.old.mmd"), "flowchart LR\n");
        File.WriteAllText(At("network.empty.mmd"), string.Empty);
        var first = PictureFiles.Prepare(PictureBuilder.Of(large), large, path, TestContext.Current.CancellationToken);
        first.Save(stop: TestContext.Current.CancellationToken);
        PictureFiles.Save(PictureBuilder.Of(large), large, At("other.mmd"), stop: TestContext.Current.CancellationToken);

        var second = PictureFiles.Prepare(PictureBuilder.Of(small), small, path, TestContext.Current.CancellationToken);
        second.Save(overwrite: true, stop: TestContext.Current.CancellationToken);

        Assert.Equal([path], second.Paths);
        Assert.Equal(first.Paths.Skip(1).Order(StringComparer.Ordinal), second.FindLeftovers());
        Assert.All(first.Paths, p => Assert.True(File.Exists(p)));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(225)]
    public void A_long_name_leaves_room(int length)
    {
        var topology = new SnapshotEstate(240, 60, subnets: 1).ToTopology();
        var export = PictureFiles.Prepare(PictureBuilder.Of(topology), topology, At($"{new string('n', length)}.mmd"), TestContext.Current.CancellationToken);
        export.Save(stop: TestContext.Current.CancellationToken);

        Assert.Equal(5, export.Paths.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(export.Paths, p => Assert.InRange(Encoding.UTF8.GetByteCount(Path.GetFileName(p)), 1, 255));
    }

    [Fact]
    public void A_name_without_room_for_those_beside_it_is_refused_before_anything_is_written()
    {
        var (topology, small) = (new SnapshotEstate(240, 60, subnets: 1).ToTopology(), new SnapshotEstate(30, 30, subnets: 1).ToTopology());
        var path = At($"{new string('n', 240)}.mmd");
        var refused = Assert.Throws<TopologyFileException>(
            () => PictureFiles.Prepare(PictureBuilder.Of(topology), topology, path, TestContext.Current.CancellationToken));
        Assert.Equal("FileNameTooLong", refused.Id);
        Assert.Empty(Files());
        PictureFiles.Save(PictureBuilder.Of(small), small, path, stop: TestContext.Current.CancellationToken);
        Assert.Equal([path], Files());
    }

    [Fact]
    public void Changes_without_end_are_counted_in_a_part_that_keeps_to_the_limits()
    {
        var picture = LargePictures.All["hubs"];
        var routes = Enumerable.Range(0, 900).Select(i => $"Change route 'to-{i}' of a table to 10.{i % 250}.0.0/16 over VirtualAppliance 10.0.0.4");
        var changed = picture.Nodes[^1] with { Mark = PictureMark.Changed, Changes = [.. routes] };
        var files = MermaidPicture.Files(picture with { Nodes = picture.Nodes.SetItem(picture.Nodes.Length - 1, changed), Plan = "Wide" }, "x.mmd",
            TestContext.Current.CancellationToken).All;

        Assert.All(files, f => Assert.InRange(f.Text.Length, 1, MermaidPicture.MaxCharacters));
        Assert.Single(files, f => f.Text.Contains("Change route", StringComparison.Ordinal) && f.Text.Contains("more lines", StringComparison.Ordinal));
        Assert.Equal("aaa\u2026", MermaidText.Short("aaa\U0001F680bbb", 5));
    }

    [Fact]
    public void A_part_tells_what_the_plan_does_to_what_is_in_it()
    {
        var picture = LargePictures.All["hubs"];
        var changed = picture.Nodes[^1] with { Mark = PictureMark.Changed, Changes = ["Widen it"] };
        var files = MermaidPicture.Files(picture with { Nodes = picture.Nodes.SetItem(picture.Nodes.Length - 1, changed), Plan = "Wide" }, "x.mmd",
            TestContext.Current.CancellationToken).All;

        Assert.Equal(1, files.Count(f => f.Text.Contains("Widen it", StringComparison.Ordinal)));
        Assert.InRange(files.Length, 3, 20);
        Assert.DoesNotContain("Widen it", files[0].Text, StringComparison.Ordinal);
        Assert.Contains("1 CHANGED", files[0].Text, StringComparison.Ordinal);
        Assert.Contains(MermaidText.Of("Plan: Wide."), files[0].Text, StringComparison.Ordinal);
    }

    // More to tell than a diagram may hold is counted, not dropped.
    [Fact]
    public void Notes_and_prefixes_without_end_are_counted()
    {
        var picture = LargePictures.All["hubs"];
        var wide = picture.Nodes[0] with { Lines = [.. Enumerable.Range(0, 3000).Select(i => FormattableString.Invariant($"fd00:{i}::/48"))] };
        var files = MermaidPicture.Files(picture with
        {
            Title = new('t', 60_000), Nodes = picture.Nodes.SetItem(0, wide), Notes = [.. Enumerable.Range(0, 2000).Select(i => FormattableString.Invariant($"note {i}"))],
        }, "x.mmd", TestContext.Current.CancellationToken).All;

        Assert.All(files, f => Assert.InRange(f.Text.Length, 1, MermaidPicture.MaxCharacters));
        Assert.Matches(@"note 1<br/>.*and \d+ more lines, which an export to .html holds", files[0].Text);
        Assert.Contains(files.Skip(1), f => AndMore().IsMatch(f.Text));
    }

    internal static int Counted(string map, Regex what) => what.Matches(map).Sum(m => int.Parse(m.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\b(?<count>\d+) virtual networks?,", RegexOptions.ExplicitCapture, 5000)]
    internal static partial Regex Networks();

    [GeneratedRegex(@"\b(?<count>\d+) peerings?\b", RegexOptions.ExplicitCapture, 5000)]
    internal static partial Regex Peerings();

    [GeneratedRegex(@"^ +(?<key>[a-z0-9_]+)[\[({>]", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Node();

    [GeneratedRegex(@"and \d+ more lines", RegexOptions.None, 5000)]
    private static partial Regex AndMore();

    [GeneratedRegex(@"^network\.[a-z0-9_]{1,60}(\.\d+)?\.mmd$", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex SafeName();

    private string[] Files() => [.. _folder.GetFiles().Select(f => f.FullName).Order(StringComparer.Ordinal)];

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
