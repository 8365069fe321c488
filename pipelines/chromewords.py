"""What pages set between and behind an article's paragraphs, by language: tables, a phrase proven by a page each.

Written as a page would have them; compared after `pipelines.text.unaccent`. tests/test_chrome_words.py sets each into a
text of its language and reads it.
"""

from __future__ import annotations

# A line that is nothing but this ends the article: what follows it belongs to the page.
END_LINES = {
    "vi": (
        "các bài mới đăng|các bài đã đăng|các tin mới hơn|các tin đã đăng|các tin khác|các tin mới|các bài khác|"
        "các bài viết khác|tin khác|tin liên quan|tin tức liên quan|tin cùng chuyên mục|tin cùng loại|tin bài khác|"
        "tin cũ hơn|tin mới hơn|những tin mới hơn|những tin cũ hơn|những tin liên quan|bài viết liên quan|"
        "bài viết khác|bài viết xem|bài liên quan|bài đọc nhiều|cùng chuyên mục|danh sách bài viết mới|"
        "danh sách bài viết cũ|danh sách bài viết mới / cũ|tin đọc nhiều|tin nổi bật|tin mới|tin mới nhất|"
        "tin xem nhiều|xem nhiều|xem nhiều nhất|đọc nhiều|đọc nhiều nhất|có thể bạn quan tâm|"
        "bạn có thể quan tâm|"
        "đọc thêm|xem thêm tin|tham khảo thêm|viết bình luận|ý kiến bạn đọc|ý kiến của bạn|"
        "gửi bình luận|bình luận|"
        "để lại bình luận|gửi ý kiến|gửi phản hồi|ý kiến đóng góp|hủy trả lời|trả lời hủy|"
        "email của bạn sẽ không được hiển thị công khai|thư viện hình ảnh|thư viện ảnh|thư viện video|"
        "thống kê truy cập|lượt truy cập|liên kết website|liên kết web|liên kết trang|"
        "tổng số điểm của bài viết là|"
        "đánh giá bài viết|thăm dò ý kiến|văn bản mới|thông báo mới|hình ảnh hoạt động|bản quyền|"
        "các bài viết mới hơn|các bài viết cũ hơn|click để đánh giá bài viết|chia sẻ bài viết|chia sẻ|"
        "bài viết cùng chuyên mục|tin cùng mục|xem thêm các tin khác|bài cùng tác giả|cùng tác giả|bài nổi bật|"
        "tin tài trợ|sự kiện liên quan|chủ đề liên quan"
    ),
    "en": (
        "related articles|related posts|related stories|related news|related|related topics|more stories|more news|"
        "read next|most read|most popular|popular posts|recent posts|latest news|you may also like|leave a reply|"
        "leave a comment|post a comment|comments|add a comment|write a comment|cancel reply|share this|"
        "share this article|see also|trending|more from this section|sign up for our newsletter|"
        "your email address will not be published|more on this|more on this topic|more like this|"
        "more from this author|about the author|about the authors|editor's picks|top stories|recommended stories|"
        "recommended for you|most viewed|view comments|join the conversation|join the discussion|join the debate|"
        "have your say|further reading"
    ),
    "de": (
        "mehr zum thema|das könnte sie auch interessieren|kommentare|lesen sie auch|weitere artikel|"
        "verwandte artikel|mehr zu diesem thema|mehr zum artikel|weitere themen|ähnliche artikel|meistgelesen|"
        "meistgelesene artikel|diskutieren sie mit|zum autor|über den autor|über die autorin|auch interessant|"
        "neueste artikel|mehr aus dem ressort"
    ),
    "fr": (
        "à lire aussi|sur le même sujet|commentaires|lire aussi|articles similaires|les plus lus|sur le même thème|"
        "articles liés|à lire également|les plus partagés|voir les commentaires|laisser un commentaire|"
        "vous aimerez aussi|réagir à cet article|à propos de l'auteur"
    ),
    "es": (
        "noticias relacionadas|te puede interesar|comentarios|lo más leído|artículos relacionados|"
        "artículos similares|más noticias|más sobre este tema|noticias más leídas|te recomendamos|deja un comentario|"
        "dejar un comentario|sobre el autor|también te puede interesar|temas relacionados"
    ),
    "pt": (
        "leia também|notícias relacionadas|comentários|mais lidas|veja também|artigos relacionados|"
        "matérias relacionadas|você pode gostar|você também pode gostar|veja mais|mais notícias|deixe um comentário|"
        "deixe seu comentário|sobre o autor|últimas notícias"
    ),
    "it": (
        "leggi anche|articoli correlati|commenti|potrebbe interessarti|i più letti|articoli simili|notizie correlate|"
        "ti potrebbe interessare|lascia un commento|sullo stesso argomento|ultime notizie|i più visti"
    ),
    "nl": (
        "gerelateerde artikelen|meest gelezen|reacties|meer over dit onderwerp|meer nieuws|over de auteur|"
        "aanbevolen artikelen"
    ),
    "sv": (
        "relaterade artiklar|mest läst|mest lästa|kommentarer|läs mer om|mest lest|flere saker|relaterte saker|"
        "mest læste|relaterede artikler|mere om|siste nytt"
    ),
    "tr": (
        "ilgili haberler|benzer haberler|çok okunanlar|en çok okunanlar|yorumlar|yorum yaz|son haberler|"
        "bunlar da ilginizi çekebilir"
    ),
    "pl": (
        "czytaj także|czytaj też|zobacz także|zobacz też|powiązane artykuły|podobne artykuły|polecane|"
        "najczęściej czytane|komentarze|o autorze"
    ),
    "ru": (
        "читайте также|по теме|материалы по теме|новости по теме|похожие новости|самое читаемое|комментарии|"
        "об авторе|смотрите также"
    ),
    "uk": "читайте також|новини за темою|схожі новини|найпопулярніше|коментарі|дивіться також",
    "id": "berita terkait|artikel terkait|berita lainnya|terpopuler|berita terkini|komentar|tulis komentar",
    "ja": (
        "関連記事|関連ニュース|関連キーワード|あわせて読みたい|おすすめ記事|おすすめ情報|"
        "こんな記事も読まれています|アクセスランキング|人気記事|最新ニュース|コメントを書く|この記事の筆者"
    ),
    "ko": "관련기사|관련 기사|추천기사|추천 기사|많이 본 뉴스|많이 본 기사|인기기사|댓글|실시간 뉴스|주요뉴스",
    "zh": (
        "相关新闻|相关阅读|相关文章|相关报道|延伸阅读|推荐阅读|热门新闻|猜你喜欢|相關新聞|相關文章|延伸閱讀|"
        "推薦閱讀|熱門新聞|网友评论|更多新闻"
    ),
    "th": "ข่าวที่เกี่ยวข้อง|บทความที่เกี่ยวข้อง|ข่าวล่าสุด|ข่าวยอดนิยม|แสดงความคิดเห็น",
    "cs": "čtěte také|související články|nejčtenější|diskuse|komentáře",
    "fi": "lue myös|luetuimmat|kommentit|aiheesta lisää",
    "ro": "citește și|articole similare|cele mai citite|comentarii",
    "hu": "kapcsolódó cikkek|legolvasottabb|hozzászólások",
    "ar": "اقرأ أيضا|مقالات ذات صلة|أخبار ذات صلة|الأكثر قراءة",
    "hi": "संबंधित खबरें|यह भी पढ़ें|ये भी पढ़ें",
}

# … and so does a line that opens with this, whatever follows.
END_STARTS = {
    "vi": (
        "đang trực tuyến|số lượt truy cập|tổng lượt truy cập|lượt truy cập|đang truy cập|hôm nay:|hôm qua:|"
        "tháng hiện tại|tổng số điểm của bài viết|xếp hạng:|click để đánh giá|mã xác nhận|"
        "mã bảo mật|lấy lại mã|"
        "họ tên:|họ và tên:|email của bạn sẽ không|các trường bắt buộc|giấy phép số|giấy phép thiết lập|"
        "bản quyền thuộc|bản quyền ©|© bản quyền|chịu trách nhiệm chính|"
        "chịu trách nhiệm nội dung|ghi rõ nguồn|"
        "tổng biên tập:|người chịu trách nhiệm|phát triển bởi|thiết kế bởi|trang chủ |"
        "tin liên quan:|các tin đã đăng|"
        "các bài đã đăng|các bài mới đăng|những tin mới hơn|những tin cũ hơn|theo dõi chúng tôi"
    ),
    "en": (
        "copyright ©|© |all rights reserved|your email address will not|required fields are marked|powered by|"
        "follow us on|read more:"
    ),
}

# Chrome in itself, wherever it stands; the article may go on behind it.
CHROME_LINES = {
    "vi": (
        "in ra|gửi bài viết qua email|tài liệu đính kèm|tệp đính kèm|file đính kèm|tập tin đính kèm|"
        "văn bản đính kèm|"
        "tải về|content:|content|in bài|in trang|in bài viết|in tin này|in bài này|bản in|gửi email|"
        "gửi cho bạn bè|"
        "gửi mail|gửi bài viết|quay lại|về đầu trang|lên đầu trang|trang chủ|đăng nhập|đăng ký|"
        "đăng xuất|tìm kiếm|"
        "liên hệ|giới thiệu|tin tức|tin tức - sự kiện|tin tức sự kiện|sơ đồ trang|sơ đồ cổng|"
        "xem với cỡ chữ|cỡ chữ|"
        "cỡ chữ:|lưu|lưu bài|copy link|chia sẻ facebook|chia sẻ|facebook|twitter|zalo|a+ a|a- a a+|a+|"
        "đọc bài viết|nghe đọc bài|nghe bài viết|tiếng việt|english|trở lại|xem tiếp|xem chi tiết|"
        "chi tiết|đóng|menu|"
        "rss|góp ý|hỏi đáp|văn bản|thông báo|xem thêm|lịch công tác|thủ tục hành chính|nội dung|"
        "thư viện|ảnh|video|"
        "bản đồ|màu chữ|tương phản|thư điện tử|danh mục|trước|sau|tiếp|tiếp theo|mặc định|"
        "bỏ qua nội dung|"
        "skip to main content|skip to content|chuyển đến nội dung chính|theo dõi|theo dõi trên google news|thích|"
        "bình chọn|nghe|dừng|sao chép liên kết|đã sao chép|báo lỗi|xem ảnh lớn|bật tiếng|tắt tiếng|"
        "toàn màn hình|gửi|"
        "tags|từ khóa|thẻ"
    ),
    "en": (
        "home|menu|search|share|print|email|login|log in|sign in|subscribe|advertisement|skip to content|back to top|"
        "facebook|twitter|linkedin|whatsapp|copy link|news|contact|about|about us|contact us|toggle navigation|tweet|"
        "skip to main content|read more|share on facebook|share on twitter|caption|close|back to gallery|flipboard|"
        "pocket|reddit|telegram|messenger|instagram|youtube|tiktok|threads|bluesky|pinterest|copy url|"
        "copy link to clipboard|link copied|save|save article|bookmark|listen|listen to this article|play|pause|mute|"
        "unmute|loading|expand|collapse|show more|show less|gallery|view gallery|open image in gallery|full screen|"
        "enlarge|enlarge this image|zoom|hide caption|toggle caption|next|previous|more|newsletter|newsletters|"
        "follow|following|add to list|add to favourites|report|report an error|give this article|gift article|"
        "view image in fullscreen|play video|watch video|now playing|tags|topics|keywords|view all|see all"
    ),
    "de": (
        "teilen|drucken|merken|merkliste|artikel merken|artikel anhören|anhören|vorlesen|schließen|abonnieren|"
        "newsletter|mehr|mehr anzeigen|weniger anzeigen|weiter|zurück|zur startseite|zur merkliste|link kopieren|"
        "per e-mail teilen|vollbild|bild vergrößern|bildergalerie|galerie|schlagworte|themen|folgen|fehler melden|"
        "fehler gefunden?|video abspielen"
    ),
    "fr": (
        "partager|imprimer|enregistrer|écouter|écouter l'article|fermer|s'abonner|copier le lien|suivant|précédent|"
        "voir plus|newsletter|agrandir l'image|offrir l'article|ajouter à mes favoris|suivre|mots-clés|"
        "envoyer par e-mail|signaler une erreur"
    ),
    "es": (
        "compartir|imprimir|guardar|escuchar|cerrar|suscribirse|copiar enlace|copiar url|siguiente|anterior|ver más|"
        "ampliar|boletín|seguir|etiquetas|archivado en|comentar|regalar artículo"
    ),
    "pt": (
        "compartilhar|compartilhe|partilhar|imprimir|salvar|guardar|ouvir|fechar|copiar link|próximo|anterior|"
        "ver mais|seguir|enviar por e-mail|comunicar erro|ouça este conteúdo"
    ),
    "it": (
        "condividi|stampa|salva|ascolta|chiudi|iscriviti|copia link|successivo|precedente|segui|argomenti|"
        "regala articolo|ascolta l'articolo|commenta"
    ),
    "nl": (
        "delen|deel|deel dit artikel|afdrukken|bewaren|opslaan|luisteren|sluiten|volgende|vorige|meer|kopieer link|"
        "volgen|onderwerpen|luister"
    ),
    "sv": (
        "dela|skriv ut|spara|lyssna|stäng|följ|kopiera länk|del|skriv ut|lagre|lytt|lukk|følg|kopier lenke|gem|"
        "udskriv|luk|lyt|del artiklen|ämnen"
    ),
    "tr": (
        "paylaş|yazdır|kaydet|dinle|kapat|takip et|haberi dinle|abone ol|etiketler|google news'te abone ol|"
        "bağlantıyı kopyala"
    ),
    "pl": "udostępnij|drukuj|zapisz|posłuchaj|zamknij|obserwuj|kopiuj link|tagi|skomentuj|więcej",
    "ru": "поделиться|распечатать|сохранить|закрыть|подписаться|скопировать ссылку|теги|слушать|ещё",
    "uk": "поділитися|надрукувати|зберегти|закрити|підписатися|теги",
    "id": "bagikan|cetak|simpan|dengarkan|tutup|salin tautan|ikuti|tag|topik terkait",
    "ja": (
        "シェア|シェアする|共有|保存|印刷|閉じる|フォローする|コメント|ブックマーク|全文を読む|もっと見る|"
        "拡大する|文字サイズ|ツイート"
    ),
    "ko": (
        "공유|공유하기|인쇄|저장|닫기|구독|구독하기|기사저장|글자크기|글자 크기|입력|수정|등록|스크랩|프린트|"
        "이메일|기사 듣기|링크 복사|url 복사|더보기|좋아요|요약"
    ),
    "zh": "分享|打印|收藏|关闭|分享到|字号|评论|点赞|复制链接|列印|關閉|放大|缩小|扫一扫|返回顶部",
    "th": "แชร์|พิมพ์|บันทึก|ปิด|ติดตาม|คัดลอกลิงก์|แท็ก",
    "cs": "sdílet|tisknout|uložit|zavřít",
    "fi": "jaa|tulosta|tallenna|sulje|kuuntele",
    "ro": "distribuie|tipărește|salvează|închide",
    "hu": "megosztás|nyomtatás|mentés",
    "ar": "مشاركة|طباعة|حفظ|إغلاق|شارك",
}

# Set between an article's paragraphs before a link to another; the article goes on behind it.
READ_ALSO = {
    "vi": (
        "đọc thêm|xem thêm|mời xem thêm|mời bạn đọc xem thêm|có thể bạn quan tâm|tin liên quan|bài liên quan|chia sẻ"
    ),
    "en": (
        "read also|also read|read more|read next|see also|related|related story|related stories|related articles|"
        "recommended|more on this story|up next|share this|share this article|you may also like|watch|trending|"
        "read more on this story|more on this topic|more on this|also see|don't miss|editor's pick|"
        "recommended stories|recommended reading|recommended videos|continue reading|latest videos|keep reading"
    ),
    "de": (
        "lesen sie auch|lesen sie mehr|auch interessant|mehr zum thema|das könnte sie auch interessieren|weiterlesen|"
        "auch lesen|mehr dazu|siehe auch|lesetipp|lesen sie dazu auch|auch spannend|passend dazu|mehr erfahren"
    ),
    "fr": (
        "lire aussi|à lire aussi|à lire|voir aussi|sur le même sujet|lire plus|lire la suite|à lire également|"
        "lisez aussi|notre dossier|pour aller plus loin|à voir aussi"
    ),
    "es": (
        "lea también|lee también|te puede interesar|más información|ver más|lee además|ver también|leer más|"
        "relacionado|relacionada|noticia relacionada|también te puede interesar|sigue leyendo"
    ),
    "pt": (
        "leia também|leia mais|veja também|saiba mais|leia mais sobre|ver também|relacionado|relacionadas|"
        "notícia relacionada|você pode gostar|continue lendo|confira também"
    ),
    "it": (
        "leggi anche|guarda anche|potrebbe interessarti|leggi di più|approfondisci|vedi anche|"
        "ti potrebbe interessare|continua a leggere|per approfondire"
    ),
    "tr": (
        "bunu da oku|ilgili haber|ilgili haberler|ayrıca okuyun|bunlar da ilginizi çekebilir|i̇lginizi çekebilir|"
        "haberin devamı"
    ),
    "sv": (
        "läs också|läs mer|les også|les mer|læs også|läs mer om|se också|se også|anbefalt|relaterat|mer om|"
        "les mer om|mere om"
    ),
    "nl": "lees ook|lees verder|bekijk ook|lees meer|meer lezen|zie ook|gerelateerd",
    "pl": "czytaj także|czytaj też|zobacz także|zobacz też|przeczytaj też|przeczytaj także|czytaj więcej|polecamy",
    "ru": "читайте также|по теме|смотрите также|материалы по теме|подробнее",
    "uk": "читайте також|дивіться також|за темою",
    "id": "baca juga|lihat juga|simak juga|pilihan redaksi|selengkapnya",
    "ja": "関連記事|あわせて読みたい|こちらも読む|続きを読む",
    "ko": "관련기사|관련 기사|함께 보면 좋은 기사|더보기",
    "zh": "相关阅读|延伸阅读|推荐阅读|相關閱讀|延伸閱讀|更多阅读",
    "th": "อ่านเพิ่มเติม|อ่านข่าวเพิ่มเติม|ข่าวที่เกี่ยวข้อง",
    "cs": "čtěte také|přečtěte si také|čtěte více",
    "fi": "lue myös|lue lisää",
    "ro": "citește și|citește mai mult|vezi și",
    "hu": "olvassa el ezt is|kapcsolódó",
    "ar": "اقرأ أيضا|اقرأ المزيد|شاهد أيضا",
    "hi": "यह भी पढ़ें|ये भी पढ़ें",
}

# Over what is paid for.
ADVERTS = {
    "vi": "quảng cáo|tin tài trợ",
    "en": (
        "advert|advertisement|advertisements|ad|sponsored|sponsored content|this slideshow requires javascript|"
        "advertisement - scroll to continue|article continues after advertisement|skip advertisement|"
        "continue reading the main story|paid content|promoted content"
    ),
    "de": "anzeige|werbung|anzeigen|ende der anzeige|nach der anzeige weiterlesen",
    "fr": "publicité|la suite après la publicité|contenu sponsorisé|annonce|annonces",
    "es": "publicidad|continúa después de la publicidad|contenido patrocinado|anuncio|anuncios",
    "pt": "publicidade|continua após a publicidade|anúncio|conteúdo patrocinado",
    "it": "pubblicità|pubblicità - continua a leggere di seguito|contenuto sponsorizzato|annuncio",
    "nl": "advertentie",
    "sv": "annons|annonse|reklame|annonser|annonsørinnhold|sponsrat innehåll|annonce",
    "tr": "reklam|sponsorlu içerik",
    "pl": "reklama|artykuł sponsorowany",
    "ru": "реклама|на правах рекламы",
    "uk": "реклама",
    "id": "iklan|advertorial|scroll to continue with content",
    "ja": "広告|pr|スポンサーリンク",
    "ko": "광고",
    "zh": "广告|廣告",
    "th": "โฆษณา",
    "cs": "reklama",
    "fi": "mainos",
    "ro": "publicitate",
    "hu": "hirdetés",
    "ar": "إعلان|اعلان",
}

# What offers newsletters, subscriptions, apps and consent boxes between paragraphs opens with.
PROMOTIONS = {
    "vi": (
        "đăng ký nhận bản tin|đăng ký nhận tin|theo dõi chúng tôi|mời bạn đọc theo dõi|tải ứng dụng|"
        "mời quý độc giả|"
        "bạn cần đăng nhập để|theo dõi kênh|quan tâm kênh|bấm theo dõi|mời bạn đọc tải|"
        "để đọc tiếp|đặt mua báo|"
        "mời bạn tham gia|để đọc tiếp bài|đăng nhập để bình luận|đăng nhập để đọc tiếp|"
        "theo dõi báo điện tử"
    ),
    "en": (
        "sign up for|sign up to|sign up here|subscribe to our|subscribe now|by signing up|by subscribing|"
        "join our newsletter|follow us|download our app|download the app|already a subscriber|"
        "this content is reserved for subscribers|you have successfully subscribed|click here to sign|"
        "click here to subscribe|for more stories like this|unlimited online access|enjoy unlimited|"
        "subscribe to unlock|register / sign in|create an account|read more:|related:|recommended:|don't miss:|"
        "also read:|see also:|continue reading below|story continues below|article continues below|"
        "story continues after|to read the full story|our website is your destination|get the latest news|"
        "want more stories|thanks for signing up|enter your email|make us preferred|the next issue of|follow our|"
        "join our|join us on|subscribe to|sign up now|sign up today|sign up to receive|get our|download the free|"
        "try our app|support our journalism|support independent|become a member|become a subscriber|"
        "register for free|register now|log in to|sign in to|subscribers can|this article is for subscribers|"
        "this story is for subscribers|for subscribers|already a member|not a subscriber|our newsletter|got a story|"
        "got a news tip|have a tip|do you have a story|do you have information|send us your|we want to hear|"
        "share your thoughts|tell us what you think|to comment on this|to get all the latest|for more news|"
        "for the latest|for more stories|stay up to date|stay informed|keep up with|never miss|you can unsubscribe|"
        "we use cookies|watch:|listen:|photos:|more:|from the archive|more stories|gallery:|video:|for more on this"
    ),
    "de": (
        "abonnieren sie|melden sie sich hier|jetzt abonnieren|mit der registrierung|mit ihrer anmeldung|newsletter:|"
        "an dieser stelle finden sie|ich bin damit einverstanden|empfohlener redaktioneller inhalt|externer inhalt|"
        "wir benötigen ihre zustimmung|dieses thema im programm|mehr zum thema:|lesen sie auch:|lesen sie hier:|"
        "auch interessant:|box aufklappen|sie können ihre zustimmung|folgen sie|folge uns|folgt uns|abonniere|"
        "abonnieren sie unser|jetzt kostenlos|jetzt registrieren|jetzt anmelden|jetzt testen|jetzt newsletter|"
        "melde dich|unser newsletter|mit unserem newsletter|laden sie|lade dir|hier geht es zu|hier geht's zu|"
        "hier finden sie alle|dieser artikel ist|dieser inhalt ist|sie haben bereits|bereits abonnent|"
        "bereits registriert|nichts verpassen|nichts mehr verpassen|bleiben sie|bleib auf dem laufenden|"
        "unterstützen sie|haben sie hinweise|schreiben sie uns|lesetipp:|auch lesenswert:|mehr dazu:|lesen sie dazu|"
        "zum thema:|video:|podcast:|fehler gefunden|sie können den newsletter|sie können sich jederzeit|"
        "weitere informationen finden sie"
    ),
    "fr": (
        "abonnez-vous|inscrivez-vous|lire aussi|à lire aussi|article réservé aux abonnés|il vous reste|suivez-nous|"
        "recevez |rejoignez|téléchargez|découvrez nos|pour lire la suite|la suite est réservée|"
        "cet article est réservé|contenu réservé|déjà abonné|créez un compte|pour ne rien manquer|à lire aussi :|"
        "lire aussi :|voir aussi :|sur le même sujet :|vous pouvez vous désinscrire"
    ),
    "es": (
        "suscríbete|suscríbase|regístrate para|lea también:|lee también:|te puede interesar:|suscribirse|síguenos|"
        "sigue toda|sigue el canal|únete|regístrate|inicia sesión|contenido exclusivo|para seguir leyendo|"
        "este contenido es|ya soy suscriptor|apúntate|puedes seguir|lee más:|más información:|ver más:|lea más:"
    ),
    "pt": (
        "assine|inscreva-se|leia também:|leia mais:|siga o canal|assine |siga |receba |entre no canal|entre no grupo|"
        "participe do|baixe o|cadastre-se|faça login|conteúdo exclusivo|para continuar lendo|já é assinante|"
        "clique aqui|acesse |quer receber|veja também:|saiba mais:|leia mais sobre"
    ),
    "it": (
        "iscriviti|abbonati|leggi anche:|seguici|registrati|contenuto riservato|per continuare a leggere|"
        "sei già abbonato|unisciti|resta aggiornato|guarda anche:|vedi anche:|approfondisci:|scarica l'app|"
        "ricevi la newsletter"
    ),
    "nl": (
        "lees ook:|schrijf je in|abonneer|schrijf u in|volg ons|download|meld je aan|al abonnee|word abonnee|"
        "lees meer:|bekijk ook:|lees verder na de advertentie|tekst gaat verder|artikel gaat verder|download de app|"
        "ontvang onze"
    ),
    "sv": (
        "läs också:|les også:|læs også:|prenumerera|meld deg på|följ oss|anmäl dig|ladda ner|redan prenumerant|"
        "läs mer:|abonner|følg oss|les mer:|allerede abonnent|tilmeld dig|følg os|læs mere:|saken oppdateres|"
        "artikkelen fortsetter"
    ),
    "tr": (
        "bizi takip|takip edin|indirin|google news|haberlerden haberdar|whatsapp kanalımız|i̇lgili haber:|"
        "ayrıca okuyun:|abone olmak için"
    ),
    "pl": (
        "zapisz się|zaprenumeruj|obserwuj nas|zaloguj się|zarejestruj się|masz już konto|czytaj także:|czytaj też:|"
        "zobacz także:|zobacz też:|chcesz być na bieżąco|bądź na bieżąco|dołącz do nas|pobierz aplikację"
    ),
    "ru": (
        "подписывайтесь|подпишитесь|присоединяйтесь|скачайте|следите за|читайте также:|войдите|зарегистрируйтесь|"
        "по теме:"
    ),
    "uk": "підписуйтесь|підпишіться|приєднуйтесь|читайте також:|долучайтеся",
    "id": (
        "baca juga:|baca juga :|ikuti |dapatkan |berlangganan|unduh |simak juga:|lihat juga:|gabung|saksikan |"
        "simak video"
    ),
    "ja": (
        "この記事は会員限定|この記事は有料|会員登録|無料会員|有料会員|ログインして|メールマガジン|"
        "公式アカウント|フォローして|アプリを|続きを読むには|無断転載"
    ),
    "ko": "구독하기|구독하시|로그인|회원가입|앱 다운로드|네이버에서|카카오톡|채널 구독|무단전재|무단 전재|저작권자|ⓒ",
    "zh": "扫描二维码|更多精彩|欢迎关注|欢迎订阅|点击下载|扫码关注",
    "th": "สมัครสมาชิก|อ่านข่าวเพิ่มเติม|อ่านเพิ่มเติม:|กดติดตาม",
}

# What stands where something of another site would be shown, if the reader agreed, and what a page owns up to. However
# long it is, a line that opens so is the page's.
NOTICES = {
    "vi": "nội dung này được cung cấp bởi bên thứ ba|để xem nội dung này",
    "en": (
        "to view this content|this content is hosted by|this site is protected by recaptcha|"
        "this article contains affiliate|"
        "if you buy something using links|if you click on a link and buy|when you purchase through links|"
        "we may earn a commission|your browser does not support|please enable javascript|javascript is required|"
        "we apologize, but this video has failed to load|this video is not available"
    ),
    "de": (
        "an dieser stelle finden sie|um eingebettete inhalte anzuzeigen|zum anzeigen dieses inhalts|"
        "wir benötigen ihre zustimmung|wir brauchen ihre zustimmung|empfohlener redaktioneller inhalt|"
        "ich bin damit einverstanden|mit ihrer zustimmung|dieser externe inhalt|hier können sie unsere|"
        "die mit einem symbol|transparenzhinweis"
    ),
    "fr": (
        "ce contenu est bloqué|pour afficher ce contenu|votre navigateur ne supporte pas|vous avez refusé les cookies"
    ),
    "es": "para ver este contenido|este contenido se aloja|tu navegador no soporta|necesitas aceptar las cookies",
    "pt": "para ver este conteúdo|o seu navegador não suporta|seu navegador não suporta",
    "it": "per visualizzare questo contenuto|il tuo browser non supporta|questo contenuto è ospitato",
    "nl": "deze inhoud kan niet|om deze inhoud te|je browser ondersteunt",
    "sv": "för att visa det här innehållet|för at se dette indhold|for å se dette innholdet|din webbläsare stöder inte",
    "tr": "bu içeriği görüntülemek için|tarayıcınız desteklemiyor",
}

# Over a summary or a table of contents; what stands below it stays.
SUMMARY_LABELS = {
    "vi": "tóm tắt|điểm chính|nội dung bài viết|nội dung chính|mục lục|tóm tắt bài viết",
    "en": (
        "key points|key takeaways|in brief|summary|at a glance|table of contents|contents|in this article|jump to|"
        "story highlights|highlights|ai summary|quick read|what you need to know"
    ),
    "de": (
        "das wichtigste in kürze|in kürze|darum geht's|darum gehts|darum geht es|auf einen blick|inhaltsverzeichnis|"
        "inhalt|zusammenfassung|kurzfassung|das wichtigste im überblick"
    ),
    "fr": "l'essentiel|en bref|sommaire|à retenir|l'essentiel de l'info|en résumé",
    "es": "en resumen|índice|lo esencial|resumen|claves de la noticia",
    "pt": "resumo|em resumo|índice|resumo da notícia|neste artigo",
    "it": "in sintesi|in breve|indice|riassunto|punti chiave",
    "nl": "in het kort|samenvatting|inhoudsopgave|kort samengevat",
    "sv": (
        "sammanfattning|i korthet|kort fortalt|kortversjonen|kort oppsummert|oppsummert|det korte af det lange|resumé"
    ),
    "pl": "spis treści|w skrócie|streszczenie|najważniejsze informacje",
    "tr": "özet|içindekiler|haberin özeti",
    "id": "ringkasan|daftar isi|intinya sih",
    "ja": "目次|要約|この記事のポイント",
    "ko": "목차|요약|기사 요약",
    "zh": "目录|摘要|内容提要|本文重點",
}

# A line that says how long the article takes to read.
READING_TIME = {
    "vi": "phút đọc|phút để đọc",
    "en": "min read|mins read|minute read|minutes read|min. read|minutes to read|minute to read",
    "de": "min. lesezeit|minuten lesezeit|min lesezeit|minuten lesedauer|min. lesedauer",
    "fr": "min de lecture|minutes de lecture|min. de lecture",
    "es": "min de lectura|minutos de lectura",
    "pt": "min de leitura|minutos de leitura",
    "it": "min di lettura|minuti di lettura",
}

# Words for a picture, as they stand in the brackets behind a caption: "(Photo by …)", "(Ảnh: …)".
PICTURES = {
    "vi": "ảnh|hình",
    "en": "photo|photos|image|images|picture|pictured|file photo|getty images|credit",
    "de": "foto|fotos|bild|archivbild|archivfoto|symbolbild",
    "fr": "photo|crédit|photos",
    "es": "foto|imagen|fotografía",
    "pt": "foto|imagem|reprodução|divulgação",
    "it": "foto|immagine",
    "nl": "foto|beeld",
    "sv": "foto|bild|bilde",
    "pl": "fot|zdjęcie",
    "tr": "fotoğraf|foto",
    "ru": "фото",
    "id": "foto|dok",
}
