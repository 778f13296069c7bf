using System.Management.Automation.Host;

namespace AzNetHelper.Console;

/// <summary>Only what formatting needs is real: the width. There is no screen buffer to read or paint.</summary>
internal sealed class HostRawUI(Terminal terminal) : PSHostRawUserInterface
{
    /// <summary>
    /// What tables are fitted into when nothing is there to say a width: a file should not depend on a window.
    /// </summary>
    private const int WidthOfFiles = 120;

    private const int Height = 50;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Coordinates CursorPosition { get; set; }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override Size BufferSize
    {
        get => new(Width, Height);
        set => throw Unsupported();
    }

    public override Size WindowSize
    {
        get => new(Width, Height);
        set => throw Unsupported();
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override bool KeyAvailable => terminal.CanAsk && System.Console.KeyAvailable;

    public override string WindowTitle { get; set; } = "AzNetHelper";

    // A terminal that does not know its size says 0.
    private int Width => terminal.OutIsTerminal && System.Console.WindowWidth is > 0 and var width ? width : WidthOfFiles;

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (!terminal.CanAsk)
        {
            throw Prompts.CanNotAsk("a key");
        }

        var key = System.Console.ReadKey(options.HasFlag(ReadKeyOptions.NoEcho));
        return new((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            System.Console.ReadKey(intercept: true);
        }
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw Unsupported();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw Unsupported();

    private static NotSupportedException Unsupported() => new("This console has no screen buffer.");
}
