using AzNetHelper.Files;
using Xunit;

namespace AzNetHelper.Tests.Files;

/// <summary>Files that belong together: all of them or none, whatever happens in the middle.</summary>
public sealed class FileSetTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Are_written_with_the_folders_that_are_missing()
    {
        FileSet.Write([New("a/b/one", "1"), New("two", "22", isOwners: true)], overwrite: false, TestContext.Current.CancellationToken);
        Assert.Equal(["a/b/one=1", "two=22"], Files());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(At("two")));

            // Whatever the mask of this process leaves to others.
            File.WriteAllText(At("any"), string.Empty);
            Assert.Equal(File.GetUnixFileMode(At("any")), File.GetUnixFileMode(At("a/b/one")));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_name_that_cannot_be_had_leaves_everything_as_it_was(bool overwrite)
    {
        File.WriteAllText(At("one"), "old");
        Directory.CreateDirectory(At("three"));
        File.WriteAllText(At("three/inside"), "x");
        if (!overwrite)
        {
            File.Delete(At("one"));
        }

        // The third name is a folder: when it is found out, two files have their names already.
        var before = Files();
        Assert.ThrowsAny<Exception>(() => FileSet.Write(
            [New("one", "new"), New("sub/two", "new", isOwners: true), New("three", "new")], overwrite, TestContext.Current.CancellationToken));
        Assert.Equal(before, Files());
        Assert.False(Directory.Exists(At("sub")));
    }

    [Fact]
    public void What_is_replaced_is_replaced_with_the_rights_of_the_new_file()
    {
        File.WriteAllText(At("key"), "old");
        FileSet.Write([New("key", "new", isOwners: true)], overwrite: true, TestContext.Current.CancellationToken);
        Assert.Equal(["key=new"], Files());
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(At("key")) == OwnerOnly);
    }

    [Fact]
    public void One_may_replace_where_the_others_must_not()
    {
        File.WriteAllText(At("list"), "old");
        FileSet.Write([New("a", "1"), New("list", "new") with { MayReplace = true }], overwrite: false, TestContext.Current.CancellationToken);
        Assert.Equal(["a=1", "list=new"], Files());
        Assert.Throws<IOException>(() => FileSet.Write([New("list", "newer") with { MayReplace = true }, New("a", "2")], overwrite: false, TestContext.Current.CancellationToken));
        Assert.Equal(["a=1", "list=new"], Files());
        Assert.Equal(["FileExists"], FileSet.Obstacles([New("a", "2"), New("list", "x") with { MayReplace = true }], overwrite: false).Select(o => o.Id));
    }

    [Fact]
    public async Task While_one_is_replaced_there_is_always_a_whole_one()
    {
        File.WriteAllText(At("list"), new string('0', 100_000));
        using var stop = new CancellationTokenSource();
        var seen = 0;
        var watch = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var text = File.ReadAllText(At("list"));
                Assert.Equal(100_000, text.Length);
                Assert.Equal(text[0], text[^1]);
                seen++;
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 1; i < 60; i++)
        {
            FileSet.Write([New("list", new string((char)('0' + i), 100_000))], overwrite: true, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await watch;
        Assert.True(seen > 10, $"{seen}");
        Assert.Single(Files());
    }

    [Fact]
    public void What_is_ended_before_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => FileSet.Write([New("x/a", "1")], overwrite: false, stop.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_is_ended_while_it_is_written_leaves_nothing(int after)
    {
        using var stop = new CancellationTokenSource();
        var seen = new List<string>();
        Assert.Throws<OperationCanceledException>(() => FileSet.Write(
            [New("x/a", "1"), New("x/b", "2", isOwners: true), New("c", "3")], overwrite: false, path =>
            {
                Assert.True(File.Exists(path));
                seen.Add(path);
                if (seen.Count == after)
                {
                    stop.Cancel();
                }
            }, stop.Token));
        Assert.Equal(after, seen.Count);
        Assert.All(seen, s => Assert.EndsWith(".tmp", s, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void What_cannot_be_put_back_is_kept_and_named()
    {
        File.WriteAllText(At("one"), "old one");
        File.WriteAllText(At("two"), "old two");
        Directory.CreateDirectory(At("three"));

        // While the third cannot have its name, somebody puts a folder where the first was.
        var failure = Assert.Throws<EarlierFileException>(() => FileSet.Write([New("one", "1"), New("two", "2"), New("three", "3")], overwrite: true, path =>
        {
            if (path == At("two"))
            {
                File.Delete(At("one"));
                Directory.CreateDirectory(At("one"));
            }
        }, TestContext.Current.CancellationToken));

        Assert.Equal(2, Files().Length);
        Assert.Contains("two=old two", Files());
        var kept = Assert.Single(Directory.GetFiles(_folder.FullName, ".*.old"));
        Assert.Equal("old one", File.ReadAllText(kept));
        Assert.EndsWith($"The earlier {At("one")} could not be put back: it is kept as {kept}.", EarlierFileException.Told(failure), StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_replaced_stays_and_has_no_second_name()
    {
        // The new file is gone before it can have its name: on Unix the earlier one has a second name by then.
        File.WriteAllText(At("one"), "old");
        var failure = Assert.ThrowsAny<IOException>(() => FileSet.Write(
            [New("one", "1")], overwrite: true, File.Delete, TestContext.Current.CancellationToken));
        Assert.IsNotType<EarlierFileException>(failure);
        Assert.Equal(["one=old"], Files());
    }

    [Fact]
    public void A_name_may_be_as_long_as_the_file_system_allows()
    {
        var name = new string('n', 255);
        FileSet.Write([New(name, "1", isOwners: true)], overwrite: false, TestContext.Current.CancellationToken);
        Assert.Equal([$"{name}=1"], Files());
        Assert.ThrowsAny<IOException>(() => FileSet.Write([New("short", "1"), New(name + "n", "1")], overwrite: false, TestContext.Current.CancellationToken));
        Assert.Equal([$"{name}=1"], Files());
    }

    [Fact]
    public void Obstacles_are_all_told_before()
    {
        File.WriteAllText(At("there"), "x");
        Directory.CreateDirectory(At("folder"));
        NewFile[] files = [New("there", "1"), New("folder", "1"), New("new", "1"), New("NEW", "1")];
        Assert.Equal(["FileNameTwice", "FileExists", "FileIsFolder"], FileSet.Obstacles(files, overwrite: false).Select(o => o.Id));
        Assert.Equal(["FileNameTwice", "FileIsFolder"], FileSet.Obstacles(files, overwrite: true).Select(o => o.Id));
    }

    [Theory]
    [InlineData("there/new")]
    [InlineData("there/far/below/new")]
    public void A_file_is_no_folder_for_others(string below)
    {
        File.WriteAllText(At("there"), "x");
        Directory.CreateDirectory(At("folder"));
        NewFile[] files = [New("folder/far/below/new", "1"), New(below, "1"), New(below + "er", "1")];
        var obstacle = Assert.Single(FileSet.Obstacles(files, overwrite: true));
        Assert.Equal(("FileIsNoFolder", At("there")), (obstacle.Id, obstacle.Target));
        Assert.ThrowsAny<IOException>(() => FileSet.Write(files, overwrite: true, TestContext.Current.CancellationToken));
        Assert.Empty(FileSet.Obstacles(files[..1], overwrite: true));
    }

    [Fact]
    public async Task Nobody_else_reads_a_key_at_any_moment()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        using var stop = new CancellationTokenSource();
        var seen = 0;
        var watch = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                foreach (var file in Directory.GetFiles(_folder.FullName))
                {
                    try
                    {
                        Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
                        seen++;
                    }
                    catch (FileNotFoundException)
                    {
                        // It has got its name meanwhile.
                    }
                }
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 40; i++)
        {
            FileSet.Write([New($"k{i}", "secret", isOwners: true), New("again", new string('s', 5000), isOwners: true)], overwrite: true, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await watch;
        Assert.True(seen > 10, $"{seen}");
    }

    private NewFile New(string name, string text, bool isOwners = false) => new(At(name), System.Text.Encoding.UTF8.GetBytes(text), isOwners);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string[] Files() => [.. Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories)
        .Select(f => $"{Path.GetRelativePath(_folder.FullName, f).Replace('\\', '/')}={File.ReadAllText(f)}").Order(StringComparer.Ordinal)];
}
