using System.Diagnostics;
using AzNetHelper.Files;
using Xunit;

namespace AzNetHelper.Tests.Files;

/// <summary>One at a time, whoever asks, and no file that stays.</summary>
public sealed class FileLockTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aznet");

    private string Lock => Path.Combine(_folder.FullName, "list.lock");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Nobody_else_has_it_at_the_same_time()
    {
        var stop = TestContext.Current.CancellationToken;
        var (inside, count) = (0, 0);

        // Letting go deletes the file, while others have just opened it: each of the many ends is such a moment.
        var all = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                using var held = FileLock.Take(Lock, Long, stop);
                Assert.NotNull(held);
                Assert.Equal(1, Interlocked.Increment(ref inside));
                count++;
                Thread.Yield();
                Assert.Equal(0, Interlocked.Decrement(ref inside));
            }
        }, stop, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(all);
        Assert.Equal(400, count);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void Patience_has_an_end_and_so_has_waiting()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using (FileLock.Take(Lock, TimeSpan.Zero, CancellationToken.None))
        {
            Assert.Null(FileLock.Take(Lock, TimeSpan.Zero, CancellationToken.None));
            Assert.Throws<OperationCanceledException>(() => FileLock.Take(Lock, Long, stop.Token));
        }

        // What a process that was killed has left.
        File.WriteAllText(Lock, "x");
        using var again = FileLock.Take(Lock, TimeSpan.Zero, CancellationToken.None);
        Assert.NotNull(again);
    }

    [Fact]
    public void A_folder_that_takes_no_file_is_told_at_once()
    {
        var watch = Stopwatch.StartNew();
        Assert.ThrowsAny<IOException>(() => FileLock.Take(Path.Combine(Lock, "none", "x"), Long, CancellationToken.None));
        Assert.True(watch.Elapsed < Long / 2);
    }
}
