using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("AzNetHelper.Core.Tests")]
[assembly: InternalsVisibleTo("AzNetHelper.Azure.Tests")]
