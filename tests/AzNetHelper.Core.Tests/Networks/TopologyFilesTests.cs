using AzNetHelper.Networks;
using AzNetHelper.Steps;
using Xunit;

namespace AzNetHelper.Tests.Networks;

public sealed class TopologyFilesTests : IDisposable
{
    private static readonly Topology Topology = new([Sample.Document(Sample.Network(Sample.NetworkId("v1")))]);
    private readonly string _folder = Directory.CreateTempSubdirectory("aznet-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_topology_can_be_loaded()
    {
        TopologyFiles.Save(Topology, At("a.json"));
        Assert.Equal(Sample.Export(Topology), Sample.Export(TopologyFiles.Load([At("a.json")], StepWriter.Nowhere)));
        Assert.Equal(["a.json"], Names());
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_when_told()
    {
        File.WriteAllText(At("a.json"), "mine");
        var refused = Assert.Throws<TopologyFileException>(() => TopologyFiles.Save(Topology, At("a.json")));
        Assert.Equal("FileExists", refused.Id);
        Assert.Equal(FailureKind.ResourceExists, refused.ToFailure().Kind);
        Assert.Equal("mine", File.ReadAllText(At("a.json")));
        TopologyFiles.Save(Topology, At("a.json"), overwrite: true);
        Assert.Equal(Sample.Export(Topology), File.ReadAllText(At("a.json")));
        Assert.Equal(["a.json"], Names());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_disk_that_fills_up_leaves_what_was_there_and_nothing_else(bool overwrite)
    {
        if (overwrite)
        {
            File.WriteAllText(At("a.json"), "mine");
        }

        var full = Assert.Throws<TopologyFileException>(() => TopologyFiles.WriteWhole(At("a.json"), overwrite, stream =>
        {
            stream.Write("{\"format\":"u8);
            throw new IOException("No space left on device");
        }));
        Assert.Equal("FileNotWritten", full.Id);
        Assert.Equal(FailureKind.WriteError, full.Kind);
        Assert.Contains("No space left", full.Message, StringComparison.Ordinal);
        Assert.Equal(overwrite ? ["a.json"] : [], Names());
        Assert.Equal(overwrite ? "mine" : null, overwrite ? File.ReadAllText(At("a.json")) : null);
    }

    [Fact]
    public void A_fault_in_the_writing_itself_leaves_nothing_either()
    {
        Assert.Throws<InvalidOperationException>(() => TopologyFiles.WriteWhole(At("a.json"), overwrite: false,
            _ => throw new InvalidOperationException()));
        Assert.Empty(Names());
    }

    [Fact]
    public void Somebody_who_was_faster_keeps_the_file()
    {
        var lost = Assert.Throws<TopologyFileException>(() => TopologyFiles.WriteWhole(At("a.json"), overwrite: false,
            _ => File.WriteAllText(At("a.json"), "theirs")));
        Assert.Equal("FileExists", lost.Id);
        Assert.Equal("theirs", File.ReadAllText(At("a.json")));
        Assert.Equal(["a.json"], Names());
    }

    [Fact]
    public void A_folder_that_is_not_there_or_is_a_file_is_a_clear_failure()
    {
        File.WriteAllText(At("file"), "x");
        Assert.All([At("no/a.json"), At("file/a.json"), _folder], path =>
            Assert.Equal("FileNotWritten", Assert.Throws<TopologyFileException>(() => TopologyFiles.Save(Topology, path)).Id));
        Assert.Equal(["file"], Names());
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var fault = Assert.Throws<TopologyFileException>(() => TopologyFiles.Load([At("none.json")], StepWriter.Nowhere));
        Assert.Equal("FileNotFound", fault.Id);
        Assert.Equal(FailureKind.ObjectNotFound, fault.Kind);
        Assert.Equal(At("none.json"), fault.ToFailure().Target);
        Assert.Equal("FileNotRead",
            Assert.Throws<TopologyFileException>(() => TopologyFiles.Load([_folder], StepWriter.Nowhere)).Id);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string[] Names() => [.. Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).OfType<string>().Order()];
}
