using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("AzNetHelper.Core.Tests")]
