using AzNetHelper.Networks;
using AzNetHelper.Rendering;
using AzNetHelper.Tests.Guides;
using Xunit;

namespace AzNetHelper.Tests.Rendering;

public sealed class PictureFormatTests
{
    [Theory]
    [InlineData("network.html", "HTML")]
    [InlineData("/a/b.json/Network.HTM", "HTML")]
    [InlineData("x.svg", "SVG")]
    [InlineData("x.json.mmd", "Mermaid")]
    [InlineData("x.mermaid", "Mermaid")]
    [InlineData("x.dot", "DOT")]
    [InlineData("x.gv", "DOT")]
    [InlineData(".drawio", "draw.io")]
    [InlineData("x.md", "Markdown")]
    [InlineData("x.MARKDOWN", "Markdown")]
    [InlineData("x.json", null)]
    [InlineData("x.snapshot", null)]
    [InlineData("x.txt", null)]
    [InlineData("svg", null)]
    [InlineData("x.svg.bak", null)]
    [InlineData("x.", null)]
    public void The_extension_chooses(string path, string? format)
    {
        Assert.Equal(format, PictureFormat.Of(path)?.Name);
        Assert.Null(PictureFormat.InsteadOf(path));
    }

    [Theory]
    [InlineData("x.png", ".svg")]
    [InlineData("x.PDF", ".html")]
    [InlineData("x.vsdx", ".drawio")]
    [InlineData("x.drawio.xml", ".drawio")]
    [InlineData("x.puml", ".mmd")]
    [InlineData("x.docx", ".svg")]
    public void A_picture_that_is_not_made_has_another_instead(string path, string instead)
    {
        Assert.Null(PictureFormat.Of(path));
        Assert.Contains(instead, PictureFormat.InsteadOf(path), StringComparison.Ordinal);
    }

    [Fact]
    public void No_extension_is_of_two_formats_or_near_one()
    {
        var all = PictureFormat.All.SelectMany(f => f.Extensions).ToArray();

        Assert.Equal(all.Length, all.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(all, e => Assert.Null(PictureFormat.InsteadOf($"x{e}")));
        Assert.All(all, e => Assert.Equal(e, e.ToLowerInvariant()));
    }

    [Fact]
    public void The_guide_lists_every_format() => GuideTable.Matches("pictures.md", "formats", PictureFormat.All.Select(f =>
        $"| {string.Join(", ", f.Extensions.Select(e => $"`{e}`"))} | {f.Name} | {f.OpenedBy} |"));

    [Fact]
    public void A_name_that_is_no_picture_is_refused_before_anything_is_written()
    {
        var topology = TreePictureTests.HubAndSpokes().Topology();
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

        Assert.Contains(".svg", Assert.Throws<ArgumentException>(() => PictureFiles.Save(PictureBuilder.Of(topology), topology, file)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    public static TheoryData<string> Names => [.. PictureFormat.All.Select(f => f.Name)];

    // Who presses Ctrl+C does not wait for what comes before the first byte.
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_format_ends_when_it_is_stopped(string name)
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var topology = TreePictureTests.HubAndSpokes().Topology();
        using var written = new MemoryStream();

        Assert.Throws<OperationCanceledException>(() =>
            PictureFiles.Write(PictureBuilder.Of(topology), topology, PictureFormat.All.Single(f => f.Name == name), written, stop.Token));
        Assert.Throws<OperationCanceledException>(() => PictureLayout.Of(PictureBuilder.Of(topology), stop.Token));
        Assert.Throws<OperationCanceledException>(() => AzNetHelper.Audit.TopologyAudit.Run(topology, stop: stop.Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_is_stopped_is_not_left_and_what_was_there_stays(bool wasThere)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "x.json");
            if (wasThere)
            {
                File.WriteAllText(file, "mine");
            }

            using var stop = new CancellationTokenSource();
            var written = 0;
            Assert.Throws<OperationCanceledException>(() => TopologyFiles.WriteWhole(file, overwrite: true, stream =>
            {
                for (; written < 100; written++)
                {
                    stream.Write("text"u8);
                    if (written == 3)
                    {
                        stop.Cancel();
                    }
                }
            }, stop: stop.Token));

            Assert.Equal(4, written);
            Assert.Equal(wasThere ? ["mine"] : [], folder.GetFiles().Select(f => File.ReadAllText(f.FullName)));

            // Who has written everything before it was told is too late, too.
            Assert.Throws<OperationCanceledException>(() => TopologyFiles.WriteWhole(file, overwrite: true, _ => { }, stop: stop.Token));
            Assert.Equal(wasThere ? ["mine"] : [], folder.GetFiles().Select(f => File.ReadAllText(f.FullName)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_file_for_its_owner_alone_may_be_read_by_nobody_else()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "x.html");
            File.WriteAllText(file, "for everybody");
            TopologyFiles.WriteWhole(file, overwrite: true, stream => stream.Write("x"u8), ownersOnly: true);

            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file));
            Assert.Equal("x", File.ReadAllText(file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
